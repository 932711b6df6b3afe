package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.CustomersDouble.Mood;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Unknown callers move money while customers is down: nothing is lost, and no request waits. */
@Slow
class DeferredTransactionOutageTest {

    private static final String HELD_TRANSFER = """
        {"type": "transfer", "amount": 5, "recipientEmail": "bia@example.com", "capture": false}\
        """;

    @Test
    void defersAndResolvesTransactionsOfUnknownCallers() {
        String database = Bank.newDatabase();
        try (Bank bank = Bank.openWithFastBreaker(Map.of("DATABASE_URL", database))) {
            TestCustomer payer = bank.customerWith("300.00");
            TestCustomer ana = receiver(bank, payer);
            TestCustomer bad = receiver(bank, payer);
            TestCustomer bia = bank.customer();
            bank.customers().address(bia.id(), "bia@example.com");
            bank.customers().setMood(Mood.DOWN);

            Answer debit = ana.post(TestCustomer.body("debit", "30.00"), "rent");
            assertThat(debit).hasStatus(202);
            String id = debit.json().getString("id");
            assertThat(debit).hasHeader("Location", "/api/transactions/" + id);
            assertThat(debit.body()).contains("\"status\":\"pending\"", "\"completedAt\":null");
            assertThat(ana.balance()).isEqualTo("100.00");
            assertThat(ana.held()).isEqualTo("30.00");
            assertThat(ana.post(TestCustomer.body("debit", "30.00"), "rent"))
                    .hasStatus(202)
                    .hasHeader("Idempotency-Replayed", "true");
            assertThat(ana.post(TestCustomer.body("debit", "31.00"), "rent")).isProblem(422, "key-reused");
            assertThat(ana.debit("70.01")).isProblem(422, "insufficient-funds");
            assertThat(ana.capture(id, "{}")).isProblem(503, "unavailable");
            assertThat(ana.reverse(id, "{}")).isProblem(503, "unavailable");
            String early = accepted(payer.post(HELD_TRANSFER));
            assertThat(payer.capture(early, "{}")).isProblem(409, "transaction-deferred");
            assertThat(payer.release(early)).hasStatus(200);

            String mistaken = accepted(ana.credit("7.00"));
            assertThat(ana.release(mistaken).body()).contains("\"status\":\"cancelled\"");
            String hold = accepted(ana.post(HELD_TRANSFER));
            String sent = accepted(ana.post(TestCustomer.transferBody("bia@example.com", "4.00")));
            String lost = accepted(ana.post(TestCustomer.transferBody("nobody@example.com", "2.00"), "lost"));
            String refused = accepted(bad.post(TestCustomer.body("debit", "1.00"), "refused"));
            assertThat(accepted(payer.post(TestCustomer.transferBody("bia@example.com", "3.00"))))
                    .as("the sender is known, and the recipient is not")
                    .isNotNull();
            bank.customers().set(bad.id(), "suspended");

            bank.customers().setMood(Mood.WELL);

            awaitStatus(ana, id, "completed");
            awaitStatus(ana, sent, "completed");
            awaitStatus(ana, lost, "failed");
            awaitStatus(bad, refused, "failed");
            Awaitility.await().until(() -> bia.balance().equals("7.00"));
            assertThat(ana.balance()).isEqualTo("66.00");
            assertThat(ana.held()).isEqualTo("5.00");
            assertThat(ana.post(TestCustomer.body("debit", "30.00"), "rent"))
                    .hasStatus(201)
                    .hasHeader("Idempotency-Replayed", "true");
            assertThat(ana.post(TestCustomer.transferBody("nobody@example.com", "2.00"), "lost"))
                    .isProblem(422, "unknown-recipient")
                    .hasHeader("Idempotency-Replayed", "true");
            assertThat(ana.capture(hold, "{\"amount\": 4.00}")).hasStatus(200);
            assertThat(bia.balance()).isEqualTo("11.00");
            assertThat(bad.held()).isEqualTo("0.00");
            assertThat(ana.release(id)).isProblem(409, "transaction-resolved");
            bank.customers().set(bad.id(), "active");
            assertThat(bad.post(TestCustomer.body("debit", "1.00"), "refused")).isProblem(403, "customer-not-active");
            assertThat(bank.api().get("/metrics").send().body())
                    .contains(
                            "loomi_deferred_resolved_total{outcome=\"completed\"",
                            "loomi_deferred_resolved_total{outcome=\"held\"",
                            "loomi_deferred_resolved_total{outcome=\"failed\"",
                            "loomi_deferred_transactions{");
            assertThat(LedgerAudit.violations(bank.bench().vertx(), database)).isEmpty();
        }
    }

    @Test
    void failsNothingWhileAnotherServerHasTheAddressOfCustomers() {
        try (Bank bank = Bank.openWithFastBreaker(Map.of())) {
            TestCustomer ana = receiver(bank, bank.customerWith("300.00"));
            TestCustomer bia = bank.customer();
            bank.customers().address(bia.id(), "bia@example.com");
            bank.customers().setMood(Mood.DOWN);
            String credit = accepted(ana.credit("1.00"));
            String transfer = accepted(ana.post(TestCustomer.transferBody("bia@example.com", "1.00")));

            bank.customers().setMood(Mood.REPLACED);
            double before = failedCalls(bank);
            Awaitility.await().until(() -> failedCalls(bank) >= before + 3);
            bank.customers().setMood(Mood.WELL);

            awaitStatus(ana, credit, "completed");
            awaitStatus(ana, transfer, "completed");
        }
    }

    private static double failedCalls(Bank bank) {
        return bank.api()
                .get("/metrics")
                .send()
                .body()
                .lines()
                .filter(line -> line.startsWith("loomi_breaker_calls_total{") && line.contains("\"failure\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void continuesTheWorkOfADeadProcess() {
        String database = Bank.newDatabase();
        TestCustomer stranger;
        String id;
        try (Bank first = Bank.openWithFastBreaker(Map.of("DATABASE_URL", database))) {
            first.customerWith("1.00");
            stranger = first.customer();
            first.customers().setMood(Mood.DOWN);
            id = accepted(stranger.credit("5.00"));
        }
        leaseToDeadProcess(database);
        try (Bank second = Bank.openWith(Map.of("DATABASE_URL", database))) {
            second.customers().set(stranger.id(), "active");
            TestCustomer again = second.with(stranger.id(), "read:transactions", "write:transactions");

            second.advance(Duration.ofMinutes(3));

            awaitStatus(again, id, "completed");
            assertThat(again.balance()).isEqualTo("5.00");
            assertThat(LedgerAudit.violations(second.bench().vertx(), database)).isEmpty();
        }
    }

    /** Simulates a crash between the lookup and the commit. */
    private static void leaseToDeadProcess(String database) {
        Vertx vertx = Vertx.vertx();
        LedgerAudit.run(vertx, database, "UPDATE deferred_transactions SET due_at = now() + interval '2 minutes'");
        vertx.close().await();
    }

    /** A customer with 100.00 whose status is not cached, because the payer named the e-mail address. */
    private static TestCustomer receiver(Bank bank, TestCustomer payer) {
        TestCustomer receiver = bank.customer();
        String address = receiver.id() + "@example.com";
        bank.customers().address(receiver.id(), address);
        assertThat(payer.post(TestCustomer.transferBody(address, "100.00"))).hasStatus(201);
        return receiver;
    }

    private static String accepted(Answer answer) {
        assertThat(answer).hasStatus(202);
        return answer.json().getString("id");
    }

    private static void awaitStatus(TestCustomer customer, String id, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> customer.transaction(id).json().getString("status").equals(status));
    }
}
