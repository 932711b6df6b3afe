package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.loomi.common.auth.Permission;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.CustomersDouble.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The transactions service while customers is available, and during its outage. */
@Slow
class CustomersOutageTest {

    @Test
    void refusesInactiveAndUnknownCustomers() {
        try (Bank bank = Bank.open()) {
            TestCustomer suspended = bank.customer();
            bank.customers().set(suspended.id(), "suspended");
            TestCustomer unknown = bank.customer();
            bank.customers().remove(unknown.id());

            assertThat(suspended.credit("1.00")).isProblem(403, "customer-not-active");
            assertThat(unknown.credit("1.00")).isProblem(403, "customer-not-active");
            assertThat(suspended.rows()).isZero();
        }
    }

    @Test
    void servesKnownCallersAndDefersUnknownOnesWhileCustomersIsDown() {
        try (Bank bank = Bank.open()) {
            TestCustomer known = bank.customerWith("1.00");
            TestCustomer stranger = bank.customer();

            bank.customers().setMood(Mood.DOWN);

            assertThat(known.credit("2.00")).hasStatus(201);
            assertThat(known.balance()).isEqualTo("3.00");
            assertThat(stranger.credit("1.00")).hasStatus(202);
            assertThat(stranger.balance()).isEqualTo("0.00");

            bank.customers().setMood(Mood.FAILING);
            assertThat(stranger.credit("2.00")).hasStatus(202);

            bank.customers().setMood(Mood.WELL);
            assertThat(stranger.credit("4.00")).hasStatus(201);
            Awaitility.await().until(() -> stranger.balance().equals("7.00"));
        }
    }

    @Test
    void asksOnceForACustomerAndCachesTheStatus() {
        try (Bank bank = Bank.open()) {
            TestCustomer ana = bank.customerWith("1.00");
            ana.credit("1.00");
            ana.credit("1.00");

            assertThat(bank.customers().calls().about(ana.id())).hasSize(1);
        }
    }

    @Test
    void propagatesCorrelationAndTrace() {
        try (Bank bank = Bank.open()) {
            TestCustomer ana = bank.customer();
            String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

            Answer answer = ana.posting()
                    .header("X-Correlation-ID", "from-the-gateway")
                    .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                    .json(TestCustomer.body("credit", "1.00"));

            assertThat(answer).hasStatus(201).hasHeader("X-Correlation-ID", "from-the-gateway");
            Map<String, String> received =
                    bank.customers().calls().about(ana.id()).getFirst().headers();
            assertThat(received).containsEntry("x-correlation-id", "from-the-gateway");
            assertThat(received.get("traceparent"))
                    .startsWith("00-" + trace + "-")
                    .endsWith("-01");
        }
    }

    @Test
    void loadsANewKeyWithoutARestartAndWithFewRequests() {
        try (Bank bank = Bank.open()) {
            TestCustomer before = bank.customerWith("1.00");
            bank.clock().advance(Duration.ofSeconds(11));

            bank.customers().rotateKeys();
            TestCustomer after = bank.customer();

            assertThat(after.credit("1.00")).hasStatus(201);
            assertThat(before.credit("1.00")).hasStatus(201);
            assertThat(bank.customers().calls().keyRequests()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void stopsTrustingAKeyThatCustomersHasWithdrawn() {
        try (Bank bank = Bank.open()) {
            TestCustomer before = bank.customerWith("1.00");

            bank.customers().replaceKeys();
            bank.clock().advance(Duration.ofMinutes(6));
            TestCustomer after = bank.customer();

            assertThat(after.credit("1.00")).hasStatus(201);
            assertThat(before.account()).isProblem(401, "invalid-token");
        }
    }

    /** The keys of customers expire twice while customers does not respond. */
    @Test
    void admitsKnownKeysWithoutDelayWhileCustomersHangs() {
        try (Bank bank = Bank.open()) {
            UUID ana = bank.customerWith("1.00").id();
            bank.customers().setMood(Mood.SILENT);

            for (String balance : List.of("1.00", "2.00")) {
                bank.clock().advance(Duration.ofMinutes(6));
                TestCustomer again = bank.with(ana, Permission.READ_TRANSACTIONS, Permission.WRITE_TRANSACTIONS);
                assertTimeout(Duration.ofSeconds(4), () -> {
                    assertThat(again.balance()).isEqualTo(balance);
                    assertThat(again.credit("1.00")).hasStatus(201);
                });
            }
        }
    }

    @Test
    void needsNoRedis() {
        try (Bank bank = Bank.openWith(Map.of("REDIS_URL", "redis://127.0.0.1:1"))) {
            TestCustomer ana = bank.customerWith("5.00");

            assertThat(ana.debit("2.00")).hasStatus(201);
            assertThat(ana.balance()).isEqualTo("3.00");
            assertThat(bank.api().get("/health").send().json().getString("status"))
                    .isEqualTo("degraded");
            assertThat(bank.api().get("/health/ready").send()).hasStatus(200);
        }
    }

    @Test
    void exportsMetricsWithoutPersonalData() {
        Bank bank = Bank.shared();
        TestCustomer ana = bank.customerWith("5.00");
        ana.debit("500.00");

        Answer metrics = bank.api().get("/metrics").send();

        assertThat(metrics.body())
                .contains(
                        "loomi_transactions_seconds_count{service=\"transactions\",status=\"completed\",type=\"credit\"}")
                .contains("loomi_transactions_seconds_count{service=\"transactions\",status=\"failed\",type=\"debit\"}")
                .doesNotContain(ana.id().toString());
    }

    @Test
    void opensTheBreakerWhileCustomersFailsAndClosesItAfterwards() {
        try (Bank bank = Bank.open()) {
            TestCustomer known = bank.customerWith("1.00");
            List<TestCustomer> strangers =
                    Stream.generate(bank::customer).limit(10).toList();
            TestCustomer late = bank.customer();
            bank.customers().setMood(Mood.FAILING);

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<CompletableFuture<Answer>> answers = strangers.stream()
                        .map(customer -> CompletableFuture.supplyAsync(() -> customer.credit("1.00"), threads))
                        .toList();
                answers.forEach(answer -> assertThat(answer.join()).hasStatus(202));
            }

            assertThat(late.credit("1.00")).hasStatus(202);
            assertThat(bank.customers().calls().about(late.id())).isEmpty();
            assertThat(known.credit("1.00")).hasStatus(201);
            assertThat(bank.api().get("/health/ready").send()).hasStatus(200);
            assertThat(bank.api().get("/health").send().json().getString("status"))
                    .isEqualTo("degraded");
            assertThat(bank.api().get("/metrics").send().body())
                    .contains("loomi_breaker_state{breaker=\"customers\",service=\"transactions\",state=\"open\"} 1.0");

            bank.customers().setMood(Mood.WELL);
            Awaitility.await().until(() -> late.credit("1.00").status() == 201);
        }
    }
}
