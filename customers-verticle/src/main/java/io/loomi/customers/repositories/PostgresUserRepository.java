package io.loomi.customers.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.revocations.Revocation;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.ProfileChange;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.SessionEndReason;
import io.loomi.customers.entities.User;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Customers in the table {@code users}. */
public final class PostgresUserRepository implements UserRepository {

    private static final String COLUMNS = "id, name, email, status, roles, version, created_at, updated_at";

    private final Database database;

    public PostgresUserRepository(Database database) {
        this.database = database;
    }

    private static final String ADD =
            "INSERT INTO users (id, name, email, password_hash, roles, created_at, updated_at) "
                    + "SELECT $1, $2, $3, $4, $5, $6, $6 WHERE set_audit_context($7) RETURNING " + COLUMNS;

    @Override
    public Future<User> add(User user, String passwordHash, AuditContext context) {
        return database.write(
                        ADD,
                        Tuple.of(
                                user.id(),
                                user.name().value(),
                                user.email().value(),
                                passwordHash,
                                UserRows.texts(user.roles()),
                                UserRows.utc(user.createdAt()),
                                AuditContextJson.of(context)))
                .map(rows -> UserRows.user(rows.iterator().next()))
                .recover(UserConstraints::translateTakenEmail);
    }

    private static final String FIND = "SELECT " + COLUMNS + " FROM users WHERE id = $1 AND status <> 'deleted'";

    @Override
    public Future<Optional<User>> find(UUID id) {
        return database.lookUp(FIND, Tuple.of(id)).map(PostgresUserRepository::firstUser);
    }

    private static final String FIND_BY_EMAIL =
            "SELECT " + COLUMNS + " FROM users WHERE email = $1 AND status <> 'deleted'";

    @Override
    public Future<Optional<User>> find(EmailAddress email) {
        return database.lookUp(FIND_BY_EMAIL, Tuple.of(email.value())).map(PostgresUserRepository::firstUser);
    }

    private static final String FIND_CREDENTIALS = "SELECT " + COLUMNS
            + ", password_hash FROM users WHERE email = $1 AND password_hash <> '' AND status <> 'deleted'";

    @Override
    public Future<Optional<Credentials>> findCredentials(EmailAddress email) {
        return database.lookUp(FIND_CREDENTIALS, Tuple.of(email.value())).map(PostgresUserRepository::credentials);
    }

    private static final String FIND_CREDENTIALS_BY_ID = "SELECT " + COLUMNS
            + ", password_hash FROM users WHERE id = $1 AND password_hash <> '' AND status <> 'deleted'";

    @Override
    public Future<Optional<Credentials>> findCredentials(UUID id) {
        return database.lookUp(FIND_CREDENTIALS_BY_ID, Tuple.of(id)).map(PostgresUserRepository::credentials);
    }

    private static Optional<Credentials> credentials(RowSet<Row> rows) {
        return UserRows.first(rows).map(row -> new Credentials(UserRows.user(row), row.getString("password_hash")));
    }

    private static final String CHANGE = """
            UPDATE users
               SET name = coalesce($2, name), email = coalesce($3, email), version = version + 1, updated_at = $5
             WHERE id = $1 AND status <> 'deleted' AND ($4::integer[] IS NULL OR version = ANY($4)) AND set_audit_context($6)
            RETURNING\s""" + COLUMNS;

    @Override
    public Future<Optional<User>> change(UUID id, ProfileChange change, Instant now, AuditContext context) {
        Tuple arguments = Tuple.of(
                id,
                change.name().map(PersonName::value).orElse(null),
                change.email().map(EmailAddress::value).orElse(null),
                change.expectedVersions()
                        .map(versions -> versions.toArray(Integer[]::new))
                        .orElse(null),
                UserRows.utc(now),
                AuditContextJson.of(context));
        return database.write(CHANGE, arguments)
                .map(PostgresUserRepository::firstUser)
                .recover(UserConstraints::translateTakenEmail);
    }

    private static final String ERASE = """
            WITH erased AS (
              UPDATE users
                 SET name = $2, email = $3, password_hash = '', status = 'deleted', roles = '{user}',
                     version = version + 1, updated_at = $4
               WHERE id = $1 AND status <> 'deleted' AND set_audit_context($5)
              RETURNING id
            ), removed_identities AS (
              DELETE FROM identities WHERE user_id IN (SELECT id FROM erased)
            )
            SELECT revoke_user(id) AS revoked FROM erased
            """;

    @Override
    public Future<Optional<List<Revocation>>> erase(UUID id, Instant now, AuditContext context) {
        Tuple arguments = Tuple.of(
                id,
                PersonName.OF_DELETED.value(),
                EmailAddress.ofDeleted(id).value(),
                UserRows.utc(now),
                AuditContextJson.of(context, SessionEndReason.ERASED));
        return database.write(ERASE, arguments)
                .map(UserRows::revocations)
                .recover(UserConstraints::translateLastAdministrator);
    }

    private static final String CHANGE_PASSWORD = """
            WITH changed AS (
              UPDATE users SET password_hash = $3
               WHERE id = $1 AND password_hash = $2 AND status = 'active' AND set_audit_context($5)
              RETURNING id
            )
            SELECT end_sessions(id, $4) AS revoked FROM changed
            """;

    @Override
    public Future<Optional<List<Revocation>>> changePassword(
            Credentials verified, String newHash, Optional<UUID> kept, AuditContext context) {
        Tuple arguments = Tuple.of(
                verified.user().id(),
                verified.passwordHash(),
                newHash,
                kept.orElse(null),
                AuditContextJson.of(context, SessionEndReason.PASSWORD_CHANGED));
        return database.write(CHANGE_PASSWORD, arguments).map(UserRows::revocations);
    }

    private static final String CHANGE_STATUS = """
            WITH changed AS (
              UPDATE users SET status = $2, version = version + 1, updated_at = $3
               WHERE id = $1 AND status NOT IN ('deleted', $2) AND set_audit_context($4)
              RETURNING id, name, email, status, roles, version, created_at, updated_at
            )
            SELECT changed.*, CASE status WHEN 'active' THEN revoke('reactivation', ARRAY[id]) ELSE revoke_user(id) END AS revoked
              FROM changed
            """;

    @Override
    public Future<Optional<Changed>> changeStatus(UUID id, UserStatus status, Instant now, AuditContext context) {
        JsonObject audit = AuditContextJson.of(context, SessionEndReason.SUSPENDED);
        return changed(CHANGE_STATUS, Tuple.of(id, status.text(), UserRows.utc(now), audit));
    }

    private static final String CHANGE_ROLES = """
            WITH changed AS (
              UPDATE users SET roles = $2, version = version + 1, updated_at = $3
               WHERE id = $1 AND status <> 'deleted' AND set_audit_context($4)
                 AND (NOT (roles @> $2 AND roles <@ $2) OR EXISTS (SELECT FROM identities WHERE user_id = id))
              RETURNING id, name, email, status, roles, version, created_at, updated_at
            )
            SELECT changed.*, end_sessions(id, NULL) AS revoked FROM changed
            """;

    @Override
    public Future<Optional<Changed>> changeRoles(UUID id, Set<Role> roles, Instant now, AuditContext context) {
        JsonObject audit = AuditContextJson.of(context, SessionEndReason.ROLES_CHANGED);
        return changed(CHANGE_ROLES, Tuple.of(id, UserRows.texts(roles), UserRows.utc(now), audit));
    }

    private Future<Optional<Changed>> changed(String sql, Tuple arguments) {
        return database.write(sql, arguments)
                .map(rows -> UserRows.first(rows)
                        .map(row -> new Changed(
                                UserRows.user(row), UserRows.revocations(row).orElseThrow())))
                .recover(UserConstraints::translateRefusedRoles);
    }

    /** UUIDv7 sorts by time, so the primary key gives the order, newest first. */
    private static final String SEARCH = "SELECT " + COLUMNS + """
             FROM users
             WHERE ($1::text IS NULL OR lower(normalize(name, NFKC)) LIKE $1 OR email LIKE $5)
               AND ($2::text IS NULL OR status = $2)
               AND ($3::uuid IS NULL OR id < $3)
             ORDER BY id DESC
             LIMIT $4
            """;

    @Override
    public Future<List<User>> search(
            Optional<String> prefix, Optional<UserStatus> status, Optional<UUID> after, int limit) {
        Tuple arguments = Tuple.of(
                prefix.map(PostgresUserRepository::startingWith).orElse(null),
                status.map(UserStatus::text).orElse(null),
                after.orElse(null),
                limit,
                prefix.map(EmailAddress::prefix)
                        .map(PostgresUserRepository::startingWith)
                        .orElse(null));
        return database.read(SEARCH, arguments)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(UserRows::user)
                        .toList());
    }

    private static String startingWith(String prefix) {
        return Normalizer.normalize(prefix, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .replace("\\", "\\\\")
                        .replace("%", "\\%")
                        .replace("_", "\\_")
                + "%";
    }

    private static Optional<User> firstUser(RowSet<Row> rows) {
        return UserRows.first(rows).map(UserRows::user);
    }
}
