package io.loomi.transactions.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.simulation.VirtualTime;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.services.BusinessMetrics;
import io.loomi.transactions.services.DeferredTransactionWorker;
import io.loomi.transactions.services.Eligibility;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Simulates two processes that resolve deferred transactions while networks fail. One process may be stopped or killed.
 * Each transaction must be resolved once and correctly. No transaction may fail because of an outage, or wait for long
 * after all faults have ended.
 */
final class DeferredTransactionHistory {

    private static final int MAX_DEFERRED = 16;
    private static final int STEPS = 4;
    private static final double[] FREQUENCIES = {0, 0.05, 0.3, 0.9};

    /** The sum of the lease of a dead process, a delay of a minute and a slow run. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(4);

    private static final Duration MAX_STOP_TIME = Duration.ofMinutes(1);

    private final RandomGenerator random;
    private final VirtualTime time;
    private final FaultInjector faults;
    private final ModelCustomers customers;
    private final ModelDeferredTransactions table;
    private final ModelDeferredTransactions.ProcessView ones;
    private final DeferredTransactionWorker one;
    private final DeferredTransactionWorker other;
    private boolean customersAvailable = true;

    DeferredTransactionHistory(Vertx vertx, RandomGenerator random, BusinessMetrics metrics) {
        this.random = random;
        this.time = new VirtualTime(vertx);
        this.faults = new FaultInjector(random, time);
        this.customers = new ModelCustomers(random, faults);
        this.table = new ModelDeferredTransactions(time, faults, customers);
        this.ones = table.new ProcessView();
        this.one = worker(vertx, ones, metrics);
        this.other = worker(vertx, table.new ProcessView(), metrics);
    }

    private DeferredTransactionWorker worker(
            Vertx vertx, ModelDeferredTransactions.ProcessView seen, BusinessMetrics metrics) {
        Eligibility eligibility = new Eligibility(_ -> Future.failedFuture("not asked here"), customers);
        return new DeferredTransactionWorker(
                vertx, eligibility, seen, this::isCustomersAvailable, time, random, metrics);
    }

    private boolean isCustomersAvailable() {
        if (faults.occurs() && random.nextInt(4) == 0) {
            throw new IllegalStateException("thrown");
        }
        return customersAvailable;
    }

    void run() {
        time.run(one::start);
        time.run(other::start);
        for (int step = 0; step < STEPS; step++) {
            faults.setFrequency(FREQUENCIES[random.nextInt(FREQUENCIES.length)]);
            customersAvailable = random.nextInt(3) > 0;
            accept(random.nextInt(MAX_DEFERRED / STEPS));
            time.advance(Duration.ofMillis(random.nextInt(3_000)));
        }
        int end = random.nextInt(4);
        if (end == 0) {
            ones.die();
        } else if (end == 1) {
            stop(one);
        }
        endFaults();
        assertThat(time.advanceUntil(table::isAllResolved, MAX_WAIT))
                .as("all resolved within " + MAX_WAIT)
                .isTrue();
        time.run(one::stop);
        stop(other);
        time.advance(Duration.ofSeconds(2)); // lets the last timers run
        assertThat(table.violation()).isEmpty();
        assertThat(time.uncaught()).isEmpty();
    }

    private void accept(int count) {
        for (int i = 0; i < count; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            UUID customer = customers.one(random);
            Optional<Recipient> recipient = random.nextBoolean()
                    ? Optional.of(new Recipient.ById(customers.recipient(random)))
                    : Optional.empty();
            table.accept(id, customer, recipient, customers.isExternal(customer));
        }
    }

    private void endFaults() {
        faults.setFrequency(0);
        customers.registerEverybody();
        customersAvailable = true;
    }

    private void stop(DeferredTransactionWorker worker) {
        boolean[] stopped = {false};
        time.run(() -> worker.stop().onComplete(_ -> stopped[0] = true));
        assertThat(time.advanceUntil(() -> stopped[0], MAX_STOP_TIME))
                .as("stopped within " + MAX_STOP_TIME)
                .isTrue();
    }
}
