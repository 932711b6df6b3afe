package io.loomi.customers.repositories;

import io.loomi.common.database.Database;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Identity;
import io.loomi.customers.entities.NewIdentity;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Identities in the table {@code identities}; their customers are in {@code users}. */
public final class PostgresIdentityRepository implements IdentityRepository {

    private final Database database;

    public PostgresIdentityRepository(Database database) {
        this.database = database;
    }

    private static final String LIST = "SELECT issuer, subject, created_at FROM identities WHERE user_id = $1";

    @Override
    public Future<List<Identity>> listOf(UUID userId) {
        return database.lookUp(LIST, Tuple.of(userId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Identity(
                                row.getString("issuer"),
                                row.getString("subject"),
                                row.getOffsetDateTime("created_at").toInstant()))
                        .toList());
    }

    private static final String STATUS = "SELECT status FROM users WHERE id = $1";

    @Override
    public Future<Optional<UserStatus>> status(UUID userId) {
        return database.lookUp(STATUS, Tuple.of(userId))
                .map(rows -> UserRows.first(rows).map(row -> UserStatus.of(row.getString("status"))));
    }

    private static final String ADD = "SELECT add_identity($1, $2, $3, $4, $5, $6, $7, $8) AS status";

    @Override
    public Future<UserStatus> add(NewIdentity identity, Instant now) {
        EmailAddress placeholder = EmailAddress.ofExternal(identity.userId());
        Tuple arguments = Tuple.of(identity.userId(), identity.issuer(), identity.subject())
                .addString(identity.name().value())
                .addString(identity.email().orElse(placeholder).value())
                .addString(placeholder.value())
                .addArrayOfString(UserRows.texts(Set.of(Role.USER)))
                .addOffsetDateTime(UserRows.utc(now));
        return database.write(ADD, arguments)
                .map(rows -> UserStatus.of(rows.iterator().next().getString("status")));
    }
}
