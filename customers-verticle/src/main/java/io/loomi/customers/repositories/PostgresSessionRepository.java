package io.loomi.customers.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.revocations.Revocation;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.LiveSession;
import io.loomi.customers.entities.Origin;
import io.loomi.customers.entities.RefreshToken;
import io.loomi.customers.entities.Session;
import io.loomi.customers.entities.SessionEndReason;
import io.loomi.customers.entities.TokenFamily;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Sessions in the table {@code sessions}. */
public final class PostgresSessionRepository implements SessionRepository {

    private final Database database;

    public PostgresSessionRepository(Database database) {
        this.database = database;
    }

    private static final String OPEN =
            "SELECT open_session($1, $2, $3, $4, $5, decode($6, 'hex'), $7, $8, $9, $10, $11) AS revoked WHERE set_audit_context($12)";

    @Override
    public Future<Optional<List<Revocation>>> open(
            Session session, Credentials verified, TokenFamily family, AuditContext context) {
        Tuple arguments = Tuple.of(session.id(), session.userId(), verified.passwordHash())
                .addArrayOfString(UserRows.texts(verified.user().roles()))
                .addString(family.secret())
                .addString(family.tokenHash())
                .addString(session.origin().userAgent().orElse(null))
                .addString(session.origin().address())
                .addOffsetDateTime(UserRows.utc(session.createdAt()))
                .addOffsetDateTime(UserRows.utc(session.createdAt().plus(Session.TIME_TO_LIVE)))
                .addInteger(Session.MAX_PER_CUSTOMER)
                .addValue(AuditContextJson.of(context, SessionEndReason.TOO_MANY, session.createdAt()));
        return database.write(OPEN, arguments).map(UserRows::revocations);
    }

    private static final String IS_LIVE = """
            SELECT FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.id = $1 AND s.user_id = $2 AND s.expires_at > $3 AND u.status = 'active'
            """;

    @Override
    public Future<Boolean> isLive(UUID id, UUID userId, Instant now) {
        return database.lookUp(IS_LIVE, Tuple.of(id, userId, UserRows.utc(now))).map(rows -> rows.size() == 1);
    }

    private static final String FIND = """
            SELECT u.id, u.name, u.email, u.status, u.roles, u.version, u.created_at, u.updated_at,
                   s.id AS session_id, s.secret, s.generation, encode(s.token_hash, 'hex') AS token_hash, s.rotated_at
              FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.id = $1 AND s.expires_at > $2 AND u.status = 'active'
            """;

    @Override
    public Future<Optional<LiveSession>> find(UUID id, Instant now) {
        return database.lookUp(FIND, Tuple.of(id, UserRows.utc(now)))
                .map(rows -> UserRows.first(rows)
                        .map(row -> new LiveSession(row.getUUID("session_id"), UserRows.user(row), family(row))));
    }

    private static TokenFamily family(Row row) {
        return new TokenFamily(
                row.getString("secret"),
                row.getInteger("generation"),
                row.getString("token_hash"),
                row.getOffsetDateTime("rotated_at").toInstant());
    }

    private static final String ROTATE = """
            UPDATE sessions
               SET generation = $3, token_hash = decode($4, 'hex'), rotated_at = $5, last_used_at = $5, expires_at = $6,
                   user_agent = $7, address = $8
             WHERE id = $1 AND generation = $2
            """;

    @Override
    public Future<Boolean> rotate(RefreshToken presented, TokenFamily family, Origin origin) {
        Tuple arguments = Tuple.of(
                        presented.sessionId(), presented.generation(), family.generation(), family.tokenHash())
                .addOffsetDateTime(UserRows.utc(family.rotatedAt()))
                .addOffsetDateTime(UserRows.utc(family.rotatedAt().plus(Session.TIME_TO_LIVE)))
                .addString(origin.userAgent().orElse(null))
                .addString(origin.address());
        return database.write(ROTATE, arguments).map(rows -> rows.rowCount() == 1);
    }

    private static final String LIST = """
            SELECT id, user_id, created_at, last_used_at, user_agent, address
              FROM sessions
             WHERE user_id = $1 AND expires_at > $2
             ORDER BY id DESC
            """;

    @Override
    public Future<List<Session>> list(UUID userId, Instant now) {
        return database.read(LIST, Tuple.of(userId, UserRows.utc(now)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresSessionRepository::session)
                        .toList());
    }

    private static Session session(Row row) {
        return new Session(
                row.getUUID("id"),
                row.getUUID("user_id"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("last_used_at").toInstant(),
                new Origin(Optional.ofNullable(row.getString("user_agent")), row.getString("address")));
    }

    private static final String END_EXPIRED = """
            DELETE FROM sessions
             WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
               AND set_audit_context($3)
            """;

    @Override
    public Future<Integer> endExpired(Instant now, int limit, AuditContext context) {
        Tuple arguments =
                Tuple.of(UserRows.utc(now), limit, AuditContextJson.of(context, SessionEndReason.EXPIRED, now));
        return database.write(END_EXPIRED, arguments).map(SqlResult::rowCount);
    }

    private static final String END = "SELECT end_session($1, $2) AS revoked WHERE set_audit_context($3)";

    @Override
    public Future<Optional<List<Revocation>>> end(UUID userId, UUID id, SessionEndReason reason, AuditContext context) {
        return database.write(END, Tuple.of(userId, id, AuditContextJson.of(context, reason)))
                .map(UserRows::revocations);
    }
}
