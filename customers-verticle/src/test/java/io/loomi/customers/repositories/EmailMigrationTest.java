package io.loomi.customers.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.config.Instance;
import io.loomi.common.config.Settings;
import io.loomi.common.database.Database;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.common.testing.Backend;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People who registered with another form of their address go on under it. */
class EmailMigrationTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String DOMAINS = "customers/migrations/V8__domains_and_search.sql";
    private static final String ONE_FORM = "customers/migrations/V40__email_in_one_form.sql";

    private static PgConnection connection;
    private static UserRepository users;

    @BeforeAll
    static void migrate() {
        String url = Backend.shared().createDatabase("email_domains");
        DatabaseConfig config = DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", url)));
        Migrations.run(VERTX, "customers", config).await();
        users = new PostgresUserRepository(Database.open(VERTX, config, new Instance(1, 1)));
        connection = PgConnection.connect(VERTX, PgConnectOptions.fromUri(url)).await();
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void writesTheDomainsOfBeforeAsTheServiceDoes() throws IOException {
        List<String> before = List.of(
                "ana@bücher.example",
                "ana@例子.测试",
                "ana@例え。テスト",
                "ana@straße.example",
                "ana@cafe\u0301.пример.example",
                "ana@ex!ü.example",
                "josé@plain.example",
                "ana@😀-a1.example");
        List<UUID> people =
                before.stream().map(EmailMigrationTest::registeredWith).toList();

        runAgain(DOMAINS);

        for (int i = 0; i < before.size(); i++) {
            EmailAddress address = new EmailAddress(before.get(i));
            assertThat(users.find(address).await().map(User::id))
                    .as(before.get(i))
                    .contains(people.get(i));
            assertThat(stored(people.get(i))).isEqualTo(address.value());
        }
    }

    @Test
    void leavesAnAddressAloneWhoseOtherFormIsTaken() throws IOException {
        UUID first = registeredWith("bia@xn--bcher-kva.example");
        UUID second = registeredWith("bia@bücher.example");

        runAgain(DOMAINS);

        assertThat(stored(first)).isEqualTo("bia@xn--bcher-kva.example");
        assertThat(stored(second)).isEqualTo("bia@bücher.example");
    }

    @Test
    void writesAnAddressInTheFormThatLowerCaseHas() throws IOException {
        UUID earlier = registeredWith("j\u030C@example.com");
        UUID taken = registeredWith("t\u0308@example.com");
        UUID present = registeredWith("\u1E97@example.com");

        runAgain(ONE_FORM);

        assertThat(stored(earlier)).isEqualTo(new EmailAddress("J\u030C@example.com").value());
        assertThat(stored(taken)).isEqualTo("t\u0308@example.com");
        assertThat(stored(present)).isEqualTo("\u1E97@example.com");
    }

    private static UUID registeredWith(String email) {
        UUID id = UUID.randomUUID();
        User user = User.registered(
                id, new PersonName("Ana"), EmailAddress.ofExternal(id), Set.of(Role.USER), Instant.EPOCH);
        users.add(user, "hash", AuditContext.ofConfiguration()).await();
        connection
                .preparedQuery("UPDATE users SET email = $2 WHERE id = $1")
                .execute(Tuple.of(id, email))
                .await();
        return id;
    }

    private static String stored(UUID id) {
        return connection
                .preparedQuery("SELECT email FROM users WHERE id = $1")
                .execute(Tuple.of(id))
                .await()
                .iterator()
                .next()
                .getString("email");
    }

    private static void runAgain(String migration) throws IOException {
        connection.query("DISCARD TEMP").execute().await();
        try (InputStream file = EmailMigrationTest.class.getClassLoader().getResourceAsStream(migration)) {
            String script = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            connection.query(script).execute().await();
        }
    }
}
