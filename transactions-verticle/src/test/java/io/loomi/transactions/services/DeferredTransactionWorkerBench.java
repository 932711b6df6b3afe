package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.MutableClock;
import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Recipient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Runs a worker, one run at a time, with doubles of the table and of customers. Customers knows Ana but not Bia. */
final class DeferredTransactionWorkerBench {

    private final Vertx vertx;
    private final MutableClock clock = new MutableClock();
    private final UUID ana = UUID.randomUUID();
    private final UUID bia = UUID.randomUUID();
    private final DeferredTransactionsDouble deferredTransactions = new DeferredTransactionsDouble(clock);
    private final RecipientsDouble customers = new RecipientsDouble(clock);
    private final DeferredTransactionWorker worker;
    private boolean customersAvailable = true;

    DeferredTransactionWorkerBench(Vertx vertx) {
        this.vertx = vertx;
        customers.set(ana, CustomerStatus.ACTIVE);
        worker = new DeferredTransactionWorker(
                vertx,
                new Eligibility(_ -> Future.failedFuture("not asked here"), customers),
                deferredTransactions,
                () -> customersAvailable,
                clock,
                RandomGenerator.getDefault(),
                new BusinessMetrics(new SimpleMeterRegistry()));
    }

    UUID ana() {
        return ana;
    }

    UUID bia() {
        return bia;
    }

    MutableClock clock() {
        return clock;
    }

    DeferredTransactionsDouble deferredTransactions() {
        return deferredTransactions;
    }

    RecipientsDouble customers() {
        return customers;
    }

    /** Makes customers unavailable to the worker from now on. */
    void makeCustomersUnavailable() {
        customersAvailable = false;
    }

    void add(UUID customer, int count) {
        Stream.generate(() -> asked(customer, Optional.empty(), false))
                .limit(count)
                .forEach(deferredTransactions::add);
    }

    DeferredTransaction asked(UUID customer, Optional<Recipient> recipient, boolean external) {
        return deferred(customer, recipient, external, 0);
    }

    /** A deferred transaction with this number of failed attempts. */
    DeferredTransaction attempted(UUID customer, int attempts) {
        return deferred(customer, Optional.empty(), false, attempts);
    }

    private DeferredTransaction deferred(UUID customer, Optional<Recipient> recipient, boolean external, int attempts) {
        return new DeferredTransaction(
                customer,
                UUID.randomUUID(),
                recipient,
                external,
                clock.instant(),
                clock.instant(),
                attempts,
                "of-" + customer);
    }

    /** Runs the worker once; true if more may be due, false also if the run fails. */
    boolean run() {
        return begin().await();
    }

    Future<Boolean> begin() {
        Promise<Boolean> more = Promise.promise();
        vertx.runOnContext(_ -> worker.run().otherwise(false).onComplete(result -> {
            assertThat(Correlation.current()).isEmpty();
            more.handle(result);
        }));
        return more.future();
    }

    Future<Void> stop() {
        return worker.stop();
    }
}
