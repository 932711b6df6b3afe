package io.loomi.customers.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Revocations in the table {@code revocations}. */
public final class PostgresRevocationRepository implements RevocationRepository {

    private final Database database;

    public PostgresRevocationRepository(Database database) {
        this.database = database;
    }

    /**
     * Also returns the statement's time. The next reading starts before that time, so that it includes revocations that
     * commit later.
     */
    private static final String READ = """
            SELECT statement_timestamp() AS read_at, r.id, r.kind, r.subject, r.at, r.expires
              FROM (SELECT) AS always
              LEFT JOIN (
                SELECT id, kind, subject, at, expires FROM revocations
                 WHERE expires > statement_timestamp()
                   AND at >= coalesce($1::timestamptz, '-infinity')
                   AND (at, id) > (coalesce($2::timestamptz, '-infinity'),
                                  coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'))
                 ORDER BY at, id
                 LIMIT $4
              ) AS r ON true
             ORDER BY r.at, r.id
            """;

    @Override
    public Future<Reading> read(Optional<Instant> since, Optional<Position> after, int limit) {
        Tuple arguments = Tuple.tuple()
                .addOffsetDateTime(since.map(UserRows::utc).orElse(null))
                .addOffsetDateTime(after.map(Position::at).map(UserRows::utc).orElse(null))
                .addUUID(after.map(Position::id).orElse(null))
                .addInteger(limit);
        return database.read(READ, arguments).map(rows -> {
            List<Revocation> found = StreamSupport.stream(rows.spliterator(), false)
                    .filter(row -> row.getUUID("id") != null)
                    .map(PostgresRevocationRepository::revocation)
                    .toList();
            Instant readAt = rows.iterator().next().getOffsetDateTime("read_at").toInstant();
            return new Reading(found, readAt.minus(OVERLAP));
        });
    }

    private static Revocation revocation(Row row) {
        return new Revocation(
                row.getUUID("id"),
                UserRows.kind(row.getString("kind")),
                row.getUUID("subject"),
                row.getOffsetDateTime("at").toInstant(),
                row.getOffsetDateTime("expires").toInstant());
    }

    private static final String IS_REVOKED = """
            SELECT EXISTS (SELECT FROM users WHERE id = $1 AND status <> 'active')
                OR EXISTS (SELECT FROM revocations WHERE subject = $1 AND kind = 'user' AND at >= $2) AS put_out
            """;

    @Override
    public Future<Boolean> isRevoked(UUID userId, Instant issuedAt) {
        return database.lookUp(IS_REVOKED, Tuple.of(userId, UserRows.utc(issuedAt)))
                .map(rows -> rows.iterator().next().getBoolean("put_out"));
    }
}
