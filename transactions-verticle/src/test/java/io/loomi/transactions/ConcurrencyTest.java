package io.loomi.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many clients move money concurrently and retry. Afterwards an audit checks the whole ledger. */
@Slow
class ConcurrencyTest {

    private static final int CLIENTS = 64;
    private static final int ACCOUNTS = 20;
    private static final int HOT_ACCOUNTS = 2;
    private static final int REQUESTS_PER_CLIENT = 25;

    private final long seed = System.nanoTime();
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

    private record Acknowledged(TestCustomer customer, String key, String body) {}

    @Test
    void keepsEveryRuleUnderConcurrency() {
        String database = Bank.newDatabase();
        try (Bank bank = Bank.openWith(Map.of("DATABASE_URL", database))) {
            List<TestCustomer> customers = Stream.generate(() -> bank.customerWith("500.00"))
                    .limit(ACCOUNTS)
                    .toList();

            runClients(customers);

            assertThat(LedgerAudit.violations(bank.bench().vertx(), database))
                    .as("seed " + seed)
                    .isEmpty();
            assertThat(acknowledged)
                    .as("seed " + seed)
                    .hasSizeGreaterThan(CLIENTS)
                    .allSatisfy(first -> {
                        Answer again = first.customer().post(first.body(), first.key());
                        assertThat(again.headers().firstValue("Idempotency-Replayed"))
                                .hasValue("true");
                    });
            assertThat(LedgerAudit.violations(bank.bench().vertx(), database)).isEmpty();
        }
    }

    @Test
    void auditFindsViolations() {
        String database = Bank.newDatabase();
        try (Bank bank = Bank.openWith(Map.of("DATABASE_URL", database))) {
            bank.customerWith("500.00").debit("1.00");
            var vertx = bank.bench().vertx();

            LedgerAudit.run(vertx, database, "UPDATE accounts SET balance = balance + 1, event_sequence = 1");
            LedgerAudit.run(vertx, database, "DELETE FROM outbox WHERE sequence = 1");

            assertThat(LedgerAudit.violations(vertx, database))
                    .containsOnlyKeys(
                            "a balance is the sum of its movements",
                            "events have no gaps",
                            "every change has one event");
        }
    }

    private void runClients(List<TestCustomer> customers) {
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(CompletableFuture.runAsync(() -> client(customers, new Random(seed + number)), threads));
            }
        }
        clients.forEach(CompletableFuture::join);
    }

    private void client(List<TestCustomer> customers, Random random) {
        for (int i = 0; i < REQUESTS_PER_CLIENT; i++) {
            TestCustomer customer = customers.get(random.nextInt(random.nextBoolean() ? HOT_ACCOUNTS : ACCOUNTS));
            String amount = "%d.%02d".formatted(random.nextInt(90), 1 + random.nextInt(99));
            switch (random.nextInt(5)) {
                case 0 -> post(customer, TestCustomer.body("credit", amount), random);
                case 1 -> post(customer, TestCustomer.body("debit", amount), random);
                case 2 -> hold(customer, amount, random);
                case 3 -> transfer(customer, other(customers, customer, random), amount, random);
                default -> reverse(customer, amount, random);
            }
        }
    }

    /** Sometimes sends the request twice at the same time, with one key from two threads. */
    private Answer post(TestCustomer customer, String body, Random random) {
        String key = "key-" + random.nextLong();
        boolean twice = random.nextBoolean();
        CompletableFuture<Answer> second = CompletableFuture.supplyAsync(
                () -> twice ? customer.post(body, key) : null, Thread::startVirtualThread);
        Answer answer = expected(customer.post(body, key), 201, 422);
        Answer other = second.join();
        if (other != null) {
            assertThat(other.body()).isEqualTo(answer.body());
        }
        acknowledged.add(new Acknowledged(customer, key, body));
        return answer;
    }

    private static TestCustomer other(List<TestCustomer> customers, TestCustomer sender, Random random) {
        TestCustomer other = customers.get(random.nextInt(random.nextBoolean() ? HOT_ACCOUNTS : ACCOUNTS));
        return other.equals(sender)
                ? customers.getLast().equals(sender) ? customers.getFirst() : customers.getLast()
                : other;
    }

    /** Some recipients reverse the transfer immediately. */
    private void transfer(TestCustomer sender, TestCustomer recipient, String amount, Random random) {
        String body = TestCustomer.transferBody(recipient.id().toString(), amount);
        Answer sent = post(sender, body, random);
        if (sent.status() == 201 && random.nextBoolean()) {
            String transfer = sent.json().getString("transferId");
            recipient.history("?type=credit&limit=100").json().getJsonArray("data").stream()
                    .map(JsonObject.class::cast)
                    .filter(row -> transfer.equals(row.getString("transferId")))
                    .map(row -> row.getString("id"))
                    .findFirst() // on a hot account, the credit may already be on a later page
                    .ifPresent(credit -> {
                        expected(recipient.reverse(credit, "{\"amount\": 0.01}"), 201, 422);
                        expected(recipient.reverse(credit, "{}"), 201, 409, 422);
                    });
        }
    }

    private void hold(TestCustomer customer, String amount, Random random) {
        String body = """
                {"type": "debit", "amount": %s, "capture": false}""".formatted(amount);
        Answer held = post(customer, body, random);
        if (held.status() != 201) {
            return;
        }
        String id = held.json().getString("id");
        switch (random.nextInt(4)) {
            case 0 -> expected(customer.capture(id, "{}"), 200);
            case 1 -> expected(customer.capture(id, "{\"amount\": 0.01}"), 200);
            case 2 -> expected(customer.release(id), 200);
            default -> {
                // the money stays held
            }
        }
    }

    private void reverse(TestCustomer customer, String amount, Random random) {
        Answer moved = post(customer, TestCustomer.body(random.nextBoolean() ? "credit" : "debit", amount), random);
        if (moved.status() == 201) {
            String id = moved.json().getString("id");
            expected(customer.reverse(id, "{\"amount\": 0.01}"), 201, 422);
            expected(customer.reverse(id, "{}"), 201, 409, 422);
        }
    }

    private static Answer expected(Answer answer, Integer... statuses) {
        assertThat(answer.status()).as(answer.body()).isIn((Object[]) statuses);
        return answer;
    }
}
