package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The ledger erases the texts of deleted customers, and nothing else. */
@Slow
class LedgerErasureTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String KEYED = """
        {"type": "%s", "amount": 1, "description": "%s"}\
        """;
    private static final String SENT = """
        {"type": "transfer", "amount": 5, "recipientId": "%s", "description": "%s"}\
        """;

    @Test
    void erasesTextsAndKeepsAmounts() {
        String database = Bank.newDatabase();
        try (Bank bank = Bank.openWith(Map.of("DATABASE_URL", database))) {
            TestCustomer ana = bank.customerWith("100.00");
            TestCustomer bia = bank.customerWith("100.00");
            for (int i = 0; i < 250; i++) {
                assertThat(ana.post(KEYED.formatted("credit", "ana words"), "ana key " + i))
                        .hasStatus(201);
            }
            assertThat(ana.post(SENT.formatted(bia.id(), "ana words"))).hasStatus(201);
            assertThat(bia.post(SENT.formatted(ana.id(), "bia words"), "bia key"))
                    .hasStatus(201);
            assertThat(bia.post(KEYED.formatted("debit", "bia words alone"))).hasStatus(201);
            List<String> before = figures(bank.bench().vertx(), database);

            bank.customers().erase(ana.id());

            await(() -> texts(bank, database, "%ana%") == 0);
            assertThat(figures(bank.bench().vertx(), database)).isEqualTo(before);
            assertThat(LedgerAudit.violations(bank.bench().vertx(), database)).isEmpty();
            assertThat(TestCustomer.texts(bia.history("?limit=100"), "description"))
                    .containsExactlyInAnyOrder("bia words alone", "bia words", "null", "null");
            assertThat(bia.api().get("/api/reports/statement").as(bia.token()).send())
                    .hasStatus(200);
            assertThat(bia.post(SENT.formatted(ana.id(), "bia words"), "bia key"))
                    .hasStatus(201)
                    .hasHeader("Idempotency-Replayed", "true");
        }
    }

    @Test
    void erasesLateTextsWithASecondSweep() {
        String database = Bank.newDatabase();
        try (Bank bank = Bank.openWith(Map.of("DATABASE_URL", database))) {
            TestCustomer ana = bank.customerWith("100.00");
            bank.customers().erase(ana.id());
            await(() -> sweeps(bank, database) == 1);
            // recorded late, and directly in SQL, because the service already knows that she is deleted
            sql(
                    bank.bench().vertx(),
                    database,
                    "UPDATE transactions SET description = 'late words' WHERE user_id = $1",
                    Tuple.of(ana.id()));

            bank.advance(Duration.ofMinutes(31));

            await(() -> sweeps(bank, database) == 2);
            assertThat(texts(bank, database, "late words")).isZero();
        }
    }

    @Test
    void erasesEverybodyAfterAnOutageOfCustomers() {
        String database = Bank.newDatabase();
        try (Bank bank = Bank.openWith(Map.of("DATABASE_URL", database))) {
            List<TestCustomer> customers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                TestCustomer customer = bank.customer();
                assertThat(customer.post(KEYED.formatted("credit", "words"))).hasStatus(201);
                customers.add(customer);
            }
            bank.customers().setMood(CustomersDouble.Mood.DOWN);
            customers.forEach(customer -> bank.customers().erase(customer.id()));
            bank.customers().withdrawServiceTokens();
            bank.customers().setMood(CustomersDouble.Mood.WELL);

            await(() -> texts(bank, database, "words") == 0);

            assertThat(bank.api().get("/metrics").send().body()).contains("loomi_erasure_sweeps_total");
        }
    }

    /** If a new column can hold text of a customer, {@code erase_texts} must erase it. */
    @Test
    void knowsEveryColumnThatMayHoldText() {
        String database = Bank.newDatabase();
        try (Bank bank = Bank.openWith(Map.of("DATABASE_URL", database))) {
            List<String> columns = new ArrayList<>();
            sql(bank.bench().vertx(), database, """
                             SELECT table_name || '.' || column_name FROM information_schema.columns
                              WHERE table_schema = 'public' AND table_name <> 'flyway_schema_history'
                                AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')
                              ORDER BY 1\
                             """, Tuple.tuple()).forEach(row -> columns.add(row.getString(0)));

            assertThat(columns)
                    .containsExactly(
                            "accounts.closures", // ids
                            "deferred_transactions.correlation_id", // not personal
                            "deferred_transactions.recipient", // removed at resolution, which fails for a deleted
                            // customer
                            "outbox.correlation_id", // of machines, kept
                            "outbox.event",
                            "outbox.type",
                            "transactions.correlation_id", // not personal, kept
                            "transactions.description", // erased
                            "transactions.failure_reason",
                            "transactions.idempotency_key", // erased; that of an administrator contains only a hash
                            "transactions.request_hash", // erased with the key
                            "transactions.status",
                            "transactions.type");
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(TIMEOUT).until(condition);
    }

    private static long texts(Bank bank, String database, String like) {
        return sql(
                        bank.bench().vertx(),
                        database,
                        "SELECT count(*) FROM transactions WHERE description LIKE $1 OR idempotency_key LIKE $1",
                        Tuple.of(like))
                .iterator()
                .next()
                .getLong(0);
    }

    private static int sweeps(Bank bank, String database) {
        return sql(bank.bench().vertx(), database, "SELECT coalesce(max(sweeps), 0) FROM erasures", Tuple.tuple())
                .iterator()
                .next()
                .getInteger(0);
    }

    /** All columns of the ledger except texts and keys. */
    private static List<String> figures(Vertx vertx, String database) {
        List<String> rows = new ArrayList<>();
        sql(vertx, database, """
                        SELECT (to_jsonb(t) - 'description' - 'idempotency_key' - 'request_hash')::text FROM transactions AS t
                        UNION ALL SELECT to_jsonb(o)::text FROM outbox AS o
                        UNION ALL SELECT to_jsonb(a)::text FROM accounts AS a ORDER BY 1\
                        """, Tuple.tuple()).forEach(row -> rows.add(row.getString(0)));
        return rows;
    }

    private static RowSet<Row> sql(Vertx vertx, String database, String statement, Tuple arguments) {
        PgConnection connection =
                PgConnection.connect(vertx, PgConnectOptions.fromUri(database)).await();
        try {
            return connection.preparedQuery(statement).execute(arguments).await();
        } finally {
            connection.close().await();
        }
    }
}
