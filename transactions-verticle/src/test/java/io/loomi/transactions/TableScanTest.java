package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** No API request reads a whole table, according to PostgreSQL's statistics. */
@Slow
class TableScanTest {

    /** Increase it, for example to 5000000, to test a large ledger. */
    private static final int ROWS = Integer.getInteger("loomi.rows", 60_000);

    private static final int CUSTOMERS = 2_000;

    private static final LocalDate LAST_MONTH = LocalDate.now(ZoneOffset.UTC).minusMonths(1);
    private static final LocalDate LAST_YEAR = LocalDate.now(ZoneOffset.UTC).minusDays(365);

    @Test
    void scansNoTable() {
        String database = Bank.newDatabase();
        Vertx vertx = Vertx.vertx();
        try {
            try (Bank bank = Bank.openWithFastBreaker(Map.of("DATABASE_URL", database))) {
                fill(vertx, database);
                run(vertx, database, "SELECT pg_stat_reset()");
                runAllRequests(bank);
            } // closes the bank, because connections report their statistics when they close

            assertThat(figures(vertx, database, "seq_scan"))
                    .hasSize(3)
                    .allSatisfy((table, scans) -> assertThat(scans).as(table).isZero());
            assertThat(figures(vertx, database, "coalesce(idx_scan, 0)"))
                    .allSatisfy((table, scans) ->
                            assertThat(scans).as(table).matches(times -> times > 0 || table.equals("outbox")));
        } finally {
            vertx.close().await();
        }
    }

    private static void runAllRequests(Bank bank) {
        TestCustomer ana = bank.customerWith("100.00");
        TestCustomer bia = bank.customerWith("100.00");
        TestCustomer admin = bank.admin();
        move(ana, bia, admin);
        String email = "bia@example.com";
        bank.customers().address(bia.id(), email);
        assertThat(ana.post(TestCustomer.transferBody(email, "1.00"), "to bia")).hasStatus(201);
        resolveDeferred(bank, ana, email);
        bank.customers().set(bia.id(), "suspended");
        assertThat(ana.post(TestCustomer.transferBody(email, "1.00"), "to bia"))
                .hasHeader("Idempotency-Replayed", "true");
        read(ana, admin);
        expire(bank, ana);
    }

    private static void move(TestCustomer ana, TestCustomer bia, TestCustomer admin) {
        assertThat(ana.post(TestCustomer.body("debit", "1.00"), "rent")).hasStatus(201);
        assertThat(ana.post(TestCustomer.body("debit", "1.00"), "rent")).hasHeader("Idempotency-Replayed", "true");
        assertThat(ana.debit("1000.00")).hasStatus(422);
        String transfer = ana.transfer(bia, "5.00").json().getString("id");
        String credit =
                TestCustomer.texts(bia.history("?type=credit&limit=1"), "id").getFirst();
        assertThat(admin.reverse(transfer, "{\"amount\": 1.00}")).hasStatus(201);
        String held = ana.post("""
            {"type": "transfer", "amount": 2, "recipientId": "%s", "capture": false}\
            """.formatted(bia.id())).json().getString("id");
        assertThat(ana.capture(held, "{\"amount\": 1.00}")).hasStatus(200);
        assertThat(ana.capture(ana.hold("2.00"), "{}")).hasStatus(200);
        assertThat(ana.release(ana.hold("2.00"))).hasStatus(200);
        assertThat(bia.on(credit, "reversal").header("Idempotency-Key", "back").json("{\"amount\": 1.00}"))
                .hasStatus(201);
        assertThat(bia.reverse(credit, "{}")).hasStatus(201);
    }

    private static void resolveDeferred(Bank bank, TestCustomer payer, String recipient) {
        TestCustomer stranger = bank.customer();
        String address = stranger.id() + "@example.com"; // a recipient named by address is not cached
        bank.customers().address(stranger.id(), address);
        assertThat(payer.post(TestCustomer.transferBody(address, "10.00"))).hasStatus(201);
        bank.customers().setMood(CustomersDouble.Mood.DOWN);
        Answer debit = stranger.post(TestCustomer.body("debit", "1.00"), "rent");
        assertThat(debit).hasStatus(202);
        assertThat(stranger.post(TestCustomer.body("debit", "1.00"), "rent")).hasStatus(202);
        assertThat(stranger.credit("1.00")).hasStatus(202);
        assertThat(stranger.post(TestCustomer.transferBody(recipient, "1.00"))).hasStatus(202);
        assertThat(stranger.release(debit.json().getString("id"))).hasStatus(200);
        bank.customers().setMood(CustomersDouble.Mood.WELL);
        Awaitility.await().until(() -> stranger.amounts("?status=pending").isEmpty());
    }

    private static void read(TestCustomer ana, TestCustomer admin) {
        String id = TestCustomer.texts(ana.history("?limit=1"), "id").getFirst();
        ok(ana.transaction(id));
        ok(admin.transaction(id));
        ok(ana.account());
        for (String path : List.of(
                "/api/accounts/me?at=" + LAST_MONTH,
                "/api/reports/statement?from=" + LAST_YEAR,
                "/api/reports/summary?groupBy=week&from=" + LAST_YEAR)) {
            ok(ana.api().get(path).as(ana.token()).send());
            ok(ana.api()
                    .get(path)
                    .as(ana.token())
                    .header("Accept", "text/csv, */*;q=0.1")
                    .send());
        }
        for (String query : List.of(
                "",
                "?limit=1",
                "?type=debit",
                "?status=failed",
                "?status=pending",
                "?status=cancelled&type=debit",
                "?status=completed&minAmount=1&maxAmount=2",
                "?from=" + LAST_YEAR + "&to=" + LAST_MONTH,
                "?q=coffee",
                "?q=coffee&type=credit&minAmount=1&from=" + LAST_YEAR)) {
            ok(ana.history(query));
            ok(admin.history((query.isEmpty() ? "?" : query + "&") + "userId=" + ana.id()));
        }
        String cursor = ana.history("?limit=1").json().getString("nextCursor");
        ok(ana.history("?limit=1&cursor=" + cursor));
    }

    private static void expire(Bank bank, TestCustomer ana) {
        String hold = ana.hold("2.00");
        bank.advance(Duration.ofDays(8));
        TestCustomer later = bank.with(ana.id(), "read:transactions");
        Awaitility.await()
                .until(() -> later.transaction(hold).json().getString("status").equals("cancelled"));
    }

    private static void ok(Answer answer) {
        assertThat(answer).hasStatus(200);
    }

    /** Completed credits of many customers over a year, with one event each. */
    private static void fill(Vertx vertx, String database) {
        run(vertx, database, """
            INSERT INTO accounts (user_id, balance, sequence, event_sequence, created_at, updated_at)
              SELECT gen_random_uuid(), rows, rows, rows, now(), now()
                FROM (SELECT %d / %d AS rows) AS r, generate_series(1, %2$d)\
            """.formatted(ROWS, CUSTOMERS));
        run(vertx, database, """
            INSERT INTO transactions (user_id, id, type, amount, description, status, correlation_id, sequence,
                balance_after, created_at, updated_at, completed_at, idempotency_key, request_hash)
              SELECT user_id, uuidv7(), 'credit', 1.00, CASE n %% 10 WHEN 0 THEN 'coffee ' || n END, 'completed', 'seed',
                     n, n, at, at, at, 'key ' || n, '\\x00'
                FROM accounts, generate_series(1, %d / %d) AS n,
                     LATERAL (SELECT now() - n * interval '31536000 seconds' / %1$d * %2$d AS at) AS t\
            """.formatted(ROWS, CUSTOMERS));
        run(vertx, database, """
            INSERT INTO outbox (user_id, sequence, event, transaction_id, type, amount, balance, held, correlation_id,
                occurred_at)
              SELECT user_id, sequence, 'completed', id, type, amount, balance_after, 0, 'seed', completed_at
                FROM transactions\
            """);
        run(vertx, database, "ANALYZE");
    }

    private static Map<String, Long> figures(Vertx vertx, String database, String column) {
        return StreamSupport.stream(
                        run(
                                        vertx,
                                        database,
                                        "SELECT relname, %s FROM pg_stat_user_tables WHERE relname IN ('accounts', 'transactions', 'outbox')"
                                                .formatted(column))
                                .spliterator(),
                        false)
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
    }

    private static RowSet<Row> run(Vertx vertx, String database, String sql) {
        PgConnection connection =
                PgConnection.connect(vertx, PgConnectOptions.fromUri(database)).await();
        try {
            return connection.query(sql).execute().await();
        } finally {
            connection.close().await();
        }
    }
}
