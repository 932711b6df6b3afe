package io.loomi.customers.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.config.Settings;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.SchemaCatalog;
import io.loomi.common.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database of the last version before the baseline is migrated to the baseline, with all its data. */
@Slow
class CarryOverTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String ANA = "'00000000-0000-7000-8000-00000000000a'";
    private static final String BIA = "'00000000-0000-7000-8000-00000000000b'";
    private static final String OLD = Backend.shared().createDatabase("customers_before_baseline");

    @BeforeAll
    static void carryOver() {
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://%s:%d/%s"
                                .formatted(
                                        config(OLD).connection().getHost(),
                                        config(OLD).connection().getPort(),
                                        config(OLD).connection().getDatabase()),
                        config(OLD).connection().getUser(),
                        config(OLD).connection().getPassword())
                .locations("classpath:customers/before-baseline")
                .load()
                .migrate();
        record();
        Migrations.run(VERTX, "customers", config(OLD)).await();
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void hasTheSchemaOfANewDatabase() {
        String fresh = Backend.shared().createDatabase("customers_baseline");
        Migrations.run(VERTX, "customers", config(fresh)).await();

        assertThat(SchemaCatalog.of(VERTX, OLD)).isEqualTo(SchemaCatalog.of(VERTX, fresh));
        assertThat(SchemaCatalog.of(VERTX, fresh)).noneMatch(line -> line.contains("NO COMMENT"));
        assertThat(Migrations.run(VERTX, "customers", config(OLD)).await()).isZero();
    }

    @Test
    void keepsSessionsWithTheirTokensAsBytes() {
        assertThat(text("SELECT encode(token_hash, 'hex') FROM sessions WHERE user_id = " + ANA))
                .isEqualTo("ab".repeat(32));
    }

    @Test
    void keepsTheAuditAndGoesOnWithIt() {
        assertThat(text("SELECT string_agg(action, ' ' ORDER BY id) FROM audit WHERE subject = " + ANA))
                .isEqualTo("user-registered signed-in");

        text("UPDATE users SET name = 'Ana Souza' WHERE id = " + ANA
                + " AND set_audit_context('{\"actor\": \"test\"}')");

        assertThat(text("SELECT actor FROM audit WHERE action = 'profile-changed'"))
                .isEqualTo("test");
    }

    @Test
    void renamesTheActionsOfTheAudit() {
        assertThat(text("SELECT string_agg(action, ' ' ORDER BY action) FROM audit WHERE subject = " + BIA))
                .isEqualTo("session-ended signed-in user-reactivated user-registered user-suspended");
        assertThat(text("SELECT details ->> 'reason' FROM audit WHERE action = 'session-ended'"))
                .isEqualTo("user-suspended");
        assertThat(text("SELECT details ->> 'roles' FROM audit WHERE action = 'user-registered' AND subject = " + BIA))
                .isEqualTo("[\"user\"]");
    }

    @Test
    void normalizesAddressesAndKeepsTheEarlierFormInAConflict() {
        assertThat(text("SELECT email FROM users WHERE name = 'Jan'")).isEqualTo("\u01F0an@example.com");
        assertThat(text("SELECT string_agg(email, ' ' ORDER BY name) FROM users WHERE name IN ('Jo 1', 'Jo 2')"))
                .isEqualTo("\u01F0o@example.com j\u030Co@example.com");
    }

    private static void record() {
        text("""
                INSERT INTO users (id, name, email, password_hash, created_at, updated_at) VALUES
                  (%1$s, 'Ana', 'ana@example.com', 'hash', now(), now()),
                  (%2$s, 'Bia', 'bia@example.com', 'hash', now(), now()),
                  (gen_random_uuid(), 'Jan', E'j\\u030Can@example.com', 'hash', now(), now()),
                  (gen_random_uuid(), 'Jo 1', E'\\u01F0o@example.com', 'hash', now(), now()),
                  (gen_random_uuid(), 'Jo 2', E'j\\u030Co@example.com', 'hash', now(), now());
                INSERT INTO sessions (id, user_id, secret, token_hash, rotated_at, created_at, last_used_at, expires_at, address)
                  SELECT gen_random_uuid(), customer, repeat('s', 43), repeat('ab', 32), now(), now(), now(),
                         now() + interval '1 day', '192.0.2.1' FROM (VALUES (%1$s::uuid), (%2$s)) AS customers (customer);
                UPDATE users SET status = 'suspended' WHERE id = %2$s;
                DELETE FROM sessions WHERE user_id = %2$s AND acting('{"reason": "person-suspended"}');
                UPDATE users SET status = 'active' WHERE id = %2$s;
                """.formatted(ANA, BIA));
    }

    private static String text(String sql) {
        PgConnection connection =
                PgConnection.connect(VERTX, PgConnectOptions.fromUri(OLD)).await();
        try {
            return StreamSupport.stream(connection.query(sql).execute().await().spliterator(), false)
                    .map(row -> String.valueOf(row.getString(0)))
                    .collect(Collectors.joining());
        } finally {
            connection.close().await();
        }
    }

    private static DatabaseConfig config(String database) {
        return DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", database)));
    }
}
