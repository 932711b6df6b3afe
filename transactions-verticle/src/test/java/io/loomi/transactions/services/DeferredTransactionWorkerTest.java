package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.resilience.Deadline;
import io.loomi.common.testing.simulation.VirtualTime;
import io.loomi.transactions.entities.CustomerStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The limits of a run, and which leases the worker releases when customers or PostgreSQL fails or the run takes too
 * long.
 */
class DeferredTransactionWorkerTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final DeferredTransactionWorkerBench task = new DeferredTransactionWorkerBench(VERTX);
    private final DeferredTransactionsDouble deferredTransactions = task.deferredTransactions();
    private final RecipientsDouble customers = task.customers();
    private final UUID ana = task.ana();
    private final UUID bia = task.bia();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void doesNothingWhileCustomersIsUnavailable() {
        task.add(ana, 1);
        task.makeCustomersUnavailable();

        assertThat(task.run()).isFalse();

        assertThat(customers.lookedUp()).isEmpty();
        assertThat(deferredTransactions.due()).hasSize(1);
    }

    @Test
    void stopsAtTheFirstFailedLookupAndReleasesTheOtherLeases() {
        customers.set(bia, CustomerStatus.ACTIVE);
        task.add(ana, 1);
        task.add(bia, 3);
        customers.becomeUnavailable();

        assertThat(task.run()).isFalse();

        assertThat(customers.lookedUp()).containsExactly(ana);
        assertThat(deferredTransactions.postponed()).hasSize(1);
        assertThat(deferredTransactions.due()).hasSize(3);
    }

    /** Otherwise another process would repeat the lookup. */
    @Test
    void endsBeforeItsLeaseEvenIfItBeginsAtTheEndOfARound() {
        task.add(ana, 1);

        task.run();

        Deadline deadline = customers.deadlines().getFirst().orElseThrow();
        assertThat(DeferredTransactionWorker.MAX_RUN_TIME.plus(deadline.left()))
                .isLessThan(DeferredTransactionWorker.LEASE);
        assertThat(deadline.left().minus(deadline.leftForCalls()))
                .as("left for PostgreSQL")
                .isGreaterThan(Duration.ofSeconds(5));
    }

    @Test
    void releasesTheRemainingLeasesBeforeItStops() {
        task.add(ana, 3);
        Promise<Void> answer = Promise.promise();
        customers.answerAfter(answer.future());
        task.begin();
        Awaitility.await().until(() -> !customers.lookedUp().isEmpty());

        Future<Void> stopped = task.stop();
        assertThat(stopped.isComplete()).isFalse();
        answer.complete();
        stopped.await();

        assertThat(deferredTransactions.completed()).hasSize(1);
        assertThat(deferredTransactions.due()).hasSize(2);
    }

    @Test
    void backsOffUpToAMinute() {
        customers.becomeUnavailable();
        List<Duration> delays = new ArrayList<>();
        for (int attempts : new int[] {0, 1, 2, 3, 4, 5, 6, 60}) {
            deferredTransactions.add(task.attempted(ana, attempts));
            task.run();
            delays.add(deferredTransactions.postponed().getLast());
        }

        int[] maxSeconds = {1, 2, 4, 8, 16, 32, 60, 60};
        for (int i = 0; i < maxSeconds.length; i++) {
            assertThat(delays.get(i))
                    .isBetween(Duration.ofMillis(500L * maxSeconds[i]), Duration.ofSeconds(maxSeconds[i]));
        }
    }

    @Test
    void reportsMoreWorkAfterAFullBatch() {
        task.add(ana, DeferredTransactionWorker.BATCH_SIZE + 1);

        assertThat(task.run()).isTrue();
        assertThat(task.run()).isFalse();

        assertThat(deferredTransactions.completed()).hasSize(DeferredTransactionWorker.BATCH_SIZE + 1);
    }

    @Test
    void releasesLeasesAfterAnOutageOfPostgresql() {
        task.add(ana, 3);
        deferredTransactions.setUnavailable(true);
        task.run();
        assertThat(deferredTransactions.completed()).isEmpty();

        deferredTransactions.setUnavailable(false);
        task.run();
        assertThat(deferredTransactions.completed()).hasSize(3);
    }

    @Test
    void beginsNothingAfterTheTimeLimitOfTheRun() {
        customers.set(bia, CustomerStatus.ACTIVE);
        customers.answerAfter(Duration.ofSeconds(61));
        task.add(ana, 1);
        task.add(bia, 1);

        assertThat(task.run()).isFalse();

        assertThat(deferredTransactions.completed()).hasSize(1);
        assertThat(deferredTransactions.due()).hasSize(1);
    }

    @Test
    void continuesAfterARoundThatThrows() {
        VirtualTime time = new VirtualTime(VERTX);
        AtomicInteger begun = new AtomicInteger();
        DeferredTransactionWorker worker = new DeferredTransactionWorker(
                VERTX,
                new Eligibility(_ -> Future.failedFuture("not asked here"), customers),
                deferredTransactions,
                () -> {
                    begun.incrementAndGet();
                    throw new IllegalStateException("thrown");
                },
                time,
                RandomGenerator.getDefault(),
                new BusinessMetrics(new SimpleMeterRegistry()));

        time.run(worker::start);
        time.advance(Duration.ofSeconds(10));

        assertThat(begun).hasValueGreaterThan(5);
    }
}
