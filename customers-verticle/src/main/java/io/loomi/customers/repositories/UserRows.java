package io.loomi.customers.repositories;

import io.loomi.common.revocations.Revocation;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Maps rows of the statements about customers and their sessions. */
final class UserRows {

    private UserRows() {}

    static Optional<Row> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst();
    }

    static User user(Row row) {
        return new User(
                row.getUUID("id"),
                new PersonName(row.getString("name")),
                new EmailAddress(row.getString("email")),
                UserStatus.of(row.getString("status")),
                Arrays.stream(row.getArrayOfStrings("roles")).map(Role::of).collect(Collectors.toSet()),
                row.getInteger("version"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    /** Returns the revocations of a change; empty when nothing was changed. */
    static Optional<List<Revocation>> revocations(RowSet<Row> rows) {
        return first(rows).flatMap(UserRows::revocations);
    }

    static Optional<List<Revocation>> revocations(Row row) {
        return Optional.ofNullable(row.getJsonArray("revoked"))
                .map(recorded -> recorded.stream()
                        .map(JsonObject.class::cast)
                        .map(Revocation::of)
                        .toList());
    }

    static Revocation.Kind kind(String text) {
        return Revocation.Kind.valueOf(text.toUpperCase(Locale.ROOT));
    }

    static String[] texts(Set<Role> roles) {
        return roles.stream().map(Role::text).sorted().toArray(String[]::new);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
