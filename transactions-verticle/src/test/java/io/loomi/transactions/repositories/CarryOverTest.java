package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.SchemaCatalog;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.Bank;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A database of the last version before the baseline is migrated to the baseline, with all its data. */
@Slow
class CarryOverTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String ANA = "'00000000-0000-7000-8000-00000000000a'";
    private static final String BIA = "'00000000-0000-7000-8000-00000000000b'";
    private static final String CAIO = "'00000000-0000-7000-8000-00000000000c'";

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void keepsWhatWasRecordedAndHasTheSchemaOfANewDatabase() {
        String fresh = Bank.newDatabase();
        migrate(fresh);
        String old = before("30");
        record(old);
        Map<String, String> recorded = recorded(old, "accepted_at", "settled_at", "settlements");

        migrate(old);

        assertThat(SchemaCatalog.of(VERTX, old)).isEqualTo(SchemaCatalog.of(VERTX, fresh));
        assertThat(SchemaCatalog.of(VERTX, fresh)).noneMatch(line -> line.contains("NO COMMENT"));
        assertThat(LedgerAudit.violations(VERTX, old)).isEmpty();
        assertThat(recorded(old, "deferred_at", "resolved_at", "deferred_transactions"))
                .isEqualTo(recorded)
                .hasSize(5);
        assertThat(text(old, "SELECT string_agg(DISTINCT event, ' ' ORDER BY event) FROM outbox"))
                .isEqualTo("cancelled completed deferred held reversed");
        assertThat(text(old, "SELECT closed_until::text FROM accounts WHERE user_id = " + CAIO))
                .isEqualTo("infinity");
        assertThat(migrate(old)).isZero();
    }

    @Test
    void continuesWithEarlierDeferredTransactions() {
        String old = before("30");
        record(old);
        migrate(old);

        text(old, """
                SELECT string_agg((resolve_deferred_transaction(user_id, transaction_id, NULL, NULL, uuidv7(), NULL, now())).outcome, '')
                  FROM lease_deferred_transactions(now(), interval '1 minute', 10)""");

        assertThat(text(old, "SELECT balance || ' ' || held FROM accounts WHERE user_id = " + ANA))
                .isEqualTo("65.00 0.00");
        assertThat(LedgerAudit.violations(VERTX, old)).isEmpty();
    }

    @Test
    void refusesAnEarlierVersion() {
        String old = before("11");

        assertThatThrownBy(() -> migrate(old))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("schema version 11")
                .hasMessageContaining("start the previous release once");
        assertThat(text(old, "SELECT count(*)::text FROM settlements")).isEqualTo("0");
    }

    @Test
    void leavesTheFunctionsOfANewerReleaseAlone() {
        String database = Bank.newDatabase();
        migrate(database);
        text(database, """
                CREATE OR REPLACE FUNCTION ledger_now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT timestamptz 'epoch' $$;
                INSERT INTO flyway_schema_history
                  SELECT (SELECT max(installed_rank) + 1 FROM flyway_schema_history), NULL, description, type, script, checksum + 1,
                         installed_by, now(), execution_time, success
                    FROM flyway_schema_history WHERE script = 'R__ledger_now.sql';
                """);

        assertThat(migrate(database)).isZero();

        assertThat(text(database, "SELECT (ledger_now() = 'epoch')::text")).isEqualTo("true");
    }

    private static String before(String version) {
        String database = Bank.newDatabase();
        DatabaseConfig config = config(database);
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://%s:%d/%s"
                                .formatted(
                                        config.connection().getHost(),
                                        config.connection().getPort(),
                                        config.connection().getDatabase()),
                        config.connection().getUser(),
                        config.connection().getPassword())
                .locations("classpath:transactions/before-baseline")
                .target(MigrationVersion.fromVersion(version))
                .load()
                .migrate();
        return database;
    }

    /** A credit, a transfer, a hold that is voided, a reversal, and a debit that is deferred. */
    private static void record(String database) {
        text(database, """
                SELECT count(*)::text FROM post_transactions(
                  ARRAY[%1$s, %1$s, %1$s]::uuid[], ARRAY[uuidv7(), uuidv7(), uuidv7()], ARRAY['credit', 'transfer', 'debit'],
                  ARRAY[100, 30, 20], ARRAY['salary', 'rent', NULL], ARRAY[NULL, %2$s, NULL]::uuid[],
                  ARRAY[uuidv7(), uuidv7(), uuidv7()], ARRAY[NULL, NULL, now() + interval '1 day'],
                  ARRAY['key', NULL, NULL], ARRAY['\\x00', NULL, NULL]::bytea[], ARRAY['c1', 'c2', 'c3'], now(), '1s')
                """.formatted(ANA, BIA));
        text(database, """
                SELECT (end_hold(user_id, id, 'void', NULL, uuidv7(), 'c4', now())).outcome FROM transactions WHERE status = 'pending'
                """);
        text(database, """
                SELECT (reverse_transaction(user_id, id, 10, NULL, uuidv7(), uuidv7(), NULL, NULL, 'c5', now())).outcome
                  FROM transactions WHERE type = 'debit' AND status = 'completed'
                """);
        text(database, """
                SELECT (accept_transaction(%s, uuidv7(), 'debit', 15, 'later', NULL, false, false, NULL, NULL, 'c6', now(), 10)).outcome
                """.formatted(ANA));
        text(database, """
                INSERT INTO accounts (user_id, created_at, updated_at) VALUES (%1$s, now(), now());
                INSERT INTO erasures (user_id, position, erased_at, due_at) VALUES (%1$s, 1, now(), now());
                """.formatted(CAIO));
    }

    private static Map<String, String> recorded(
            String database, String deferredAt, String resolvedAt, String deferred) {
        return Map.of(
                "accounts", all(database, "user_id, balance, held, sequence, event_sequence, updated_at", "accounts"),
                "transactions",
                        all(
                                database,
                                "user_id, id, type, amount, status, description, sequence, balance_after, transfer_id, reverses_id, "
                                        + "reversed_amount, idempotency_key, request_hash, expires_at, updated_at, "
                                        + deferredAt + ", " + resolvedAt,
                                "transactions"),
                "outbox", all(database, "user_id, sequence, transaction_id, amount, balance, held", "outbox"),
                "deferred", all(database, "user_id, transaction_id, held, due_at, " + deferredAt, deferred),
                "erasures", all(database, "user_id, position, erased_at, due_at, sweeps", "erasures"));
    }

    private static String all(String database, String columns, String table) {
        return text(
                database,
                "SELECT string_agg(line, chr(10) ORDER BY line) FROM (SELECT ROW(%s)::text AS line FROM %s) AS l"
                        .formatted(columns, table));
    }

    private static String text(String database, String sql) {
        PgConnection connection =
                PgConnection.connect(VERTX, PgConnectOptions.fromUri(database)).await();
        try {
            return StreamSupport.stream(connection.query(sql).execute().await().spliterator(), false)
                    .map(row -> String.valueOf(row.getString(0)))
                    .collect(Collectors.joining());
        } finally {
            connection.close().await();
        }
    }

    private static int migrate(String database) {
        return Migrations.run(VERTX, "transactions", config(database)).await();
    }

    private static DatabaseConfig config(String database) {
        return DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", database)));
    }
}
