package io.loomi.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.CrashingPostgres;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed while money moves: every acknowledged transaction is kept, and none is recorded twice. */
@Slow
class CrashTest {

    private static final int CLIENTS = 16;
    private static final String CREDIT = TestCustomer.body("credit", "1.00");

    @TempDir
    private Path folder;

    private final Queue<Sent> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Sent> unknown = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    private record Sent(TestCustomer customer, String key) {
        private Answer again() {
            return customer.post(CREDIT, key);
        }
    }

    @Test
    void losesNothingAndRepeatsNothingWhenPostgresIsKilled() throws Exception {
        try (CrashingPostgres postgres = new CrashingPostgres(folder.resolve("data"));
                Bank bank = Bank.openWith(Map.of("DATABASE_URL", postgres.url()))) {
            List<TestCustomer> customers =
                    Stream.generate(() -> bank.customerWith("1.00")).limit(4).toList();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<CompletableFuture<Void>> clients = IntStream.range(0, CLIENTS)
                        .mapToObj(number -> CompletableFuture.runAsync(() -> client(customers, number), threads))
                        .toList();
                Awaitility.await().until(() -> acknowledged.size() > 200);
                postgres.kill();
                Awaitility.await().until(() -> unknown.size() >= CLIENTS);
                stopped.set(true);
                clients.forEach(CompletableFuture::join);
            }

            postgres.restart();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> customers.getFirst().account().status() == 200);

            assertThat(LedgerAudit.violations(bank.bench().vertx(), postgres.url()))
                    .isEmpty();
            assertThat(acknowledged)
                    .allSatisfy(sent -> assertThat(sent.again().headers().firstValue("Idempotency-Replayed"))
                            .hasValue("true"));
            assertThat(unknown)
                    .allSatisfy(sent -> assertThat(sent.again().status()).isEqualTo(201));
            assertThat(customers.stream()
                            .mapToInt(customer -> (int) Double.parseDouble(customer.balance()))
                            .sum())
                    .isEqualTo(customers.size() + acknowledged.size() + unknown.size());
            assertThat(LedgerAudit.violations(bank.bench().vertx(), postgres.url()))
                    .isEmpty();
        }
    }

    /** A request that did not get 201 may have been done. A repetition with its key shows whether it was. */
    private void client(List<TestCustomer> customers, int number) {
        for (int i = 0; !stopped.get(); i++) {
            Sent sent = new Sent(customers.get(i % customers.size()), "client-" + number + "-" + i);
            Answer answer = sent.again();
            int status = answer.status();
            assertThat(status).as(answer.body()).isIn(201, 503, 504);
            assertThat(status != 504 || answer.body().contains("outcome-unknown"))
                    .as(answer.body())
                    .isTrue();
            (status == 201 ? acknowledged : unknown).add(sent);
        }
    }
}
