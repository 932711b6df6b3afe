package io.loomi.customers.repositories;

import io.loomi.common.database.Database;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.AuditFilter;
import io.loomi.customers.entities.AuditRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The audit in the table {@code audit}. */
public final class PostgresAuditRepository implements AuditRepository {

    private static final String COLUMNS =
            "id, at, action, actor, subject, session, address, user_agent, correlation_id, details";

    /** The first 48 bits of a UUIDv7 are its time in milliseconds. */
    private static final int BITS_AFTER_TIME = 16;

    private static final UUID LAST = new UUID(-1, -1);

    private final Database database;

    public PostgresAuditRepository(Database database) {
        this.database = database;
    }

    private static final String ADD = "SELECT add_audit_record($1, $2, NULL, $3, NULL) WHERE set_audit_context($4)";

    @Override
    public Future<Void> add(String action, Optional<UUID> subject, Map<String, Object> details, AuditContext context) {
        Tuple arguments = Tuple.of(action, subject.orElse(null), new JsonObject(details), AuditContextJson.of(context));
        return database.write(ADD, arguments).mapEmpty();
    }

    /** Ids sort by time to the millisecond, so every index that ends with the id also serves a range of times. */
    private static final String SEARCH =
            "SELECT " + COLUMNS + " FROM audit WHERE id < $1 AND id >= $2 AND id < $3 AND at >= $4 AND at < $5";

    private static final String NEWEST_FIRST = " ORDER BY id DESC LIMIT $6";

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    @Override
    public Future<List<AuditRecord>> search(AuditFilter filter, Optional<UUID> before, int limit) {
        Instant from = filter.from().filter(EARLIEST::isBefore).orElse(EARLIEST);
        Instant to = filter.to().filter(EARLIEST::isBefore).orElse(filter.to().isPresent() ? EARLIEST : LATEST);
        Tuple arguments = Tuple.of(
                        before.orElse(LAST), firstIdOf(from.toEpochMilli()), firstIdOf(to.toEpochMilli() + 1))
                .addOffsetDateTime(UserRows.utc(from))
                .addOffsetDateTime(UserRows.utc(to))
                .addInteger(limit);
        // adds only the conditions in use, because PostgreSQL would not use an index for an optional condition
        StringBuilder statement = new StringBuilder(SEARCH);
        filter.actor().ifPresent(actor -> and(statement, "actor", arguments.addString(actor)));
        filter.subject().ifPresent(subject -> and(statement, "subject", arguments.addUUID(subject)));
        filter.action().ifPresent(action -> and(statement, "action", arguments.addString(action)));
        return database.read(statement + NEWEST_FIRST, arguments).map(PostgresAuditRepository::records);
    }

    private static void and(StringBuilder statement, String column, Tuple arguments) {
        statement.append(" AND ").append(column).append(" = $").append(arguments.size());
    }

    private static UUID firstIdOf(long millis) {
        return new UUID(millis << BITS_AFTER_TIME, 0);
    }

    private static final String LIST_ABOUT = """
            (SELECT %1$s FROM audit WHERE actor = $1::uuid::text AND id > $2 ORDER BY id LIMIT $3)
            UNION
            (SELECT %1$s FROM audit WHERE subject = $1 AND id > $2 ORDER BY id LIMIT $3)
            ORDER BY id LIMIT $3
            """.formatted(COLUMNS);

    @Override
    public Future<List<AuditRecord>> listAbout(UUID userId, Optional<UUID> after, int limit) {
        return database.read(LIST_ABOUT, Tuple.of(userId, after.orElse(new UUID(0, 0)), limit))
                .map(PostgresAuditRepository::records);
    }

    private static List<AuditRecord> records(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PostgresAuditRepository::record)
                .toList();
    }

    private static AuditRecord record(Row row) {
        return new AuditRecord(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("action"),
                Optional.ofNullable(row.getString("actor")),
                Optional.ofNullable(row.getUUID("subject")),
                Optional.ofNullable(row.getUUID("session")),
                Optional.ofNullable(row.getString("address")),
                Optional.ofNullable(row.getString("user_agent")),
                Optional.ofNullable(row.getString("correlation_id")),
                row.getJsonObject("details").getMap());
    }
}
