package io.loomi.load;

import io.loomi.local.process.RunningComponents;
import io.loomi.local.process.ServiceProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Runs the rounds. Each round measures every operation once, immediately after its baseline. */
final class Bench {

    /** Long enough for both event loops to verify all tokens, and for the JIT compiler. */
    private static final int WARM_UP_SECONDS = 4;

    private final BenchOptions options;
    private final RunningComponents started;
    private final Programs programs;
    private final Bank bank;
    private final Consumer<String> progress;
    private final Seeding ledger;
    private final StatusSeeding statuses;
    private final Measurements measurements = new Measurements();

    private Bench(
            BenchOptions options, RunningComponents started, Programs programs, Bank bank, Consumer<String> progress) {
        this.options = options;
        this.started = started;
        this.programs = programs;
        this.bank = bank;
        this.progress = progress;
        this.ledger = new Seeding(bank.ledgerUrl());
        this.statuses = started.start(() -> new StatusSeeding(bank.redisUrl()), StatusSeeding::close);
    }

    /** @param progress receives a line before each step */
    static Measurements run(
            BenchOptions options, Tools tools, Folders folders, RunningComponents started, Consumer<String> progress)
            throws IOException, SQLException {
        progress.accept("seeding %,d customers and %,d transactions".formatted(BenchOptions.CUSTOMERS, options.rows()));
        Programs programs = new Programs(tools, folders, started, options);
        Bank bank = Bank.open(folders, started, options, programs);
        return new Bench(options, started, programs, bank, progress).rounds();
    }

    private Measurements rounds() {
        ServiceProcess customers = bank.startCustomers();
        customers.awaitReady();
        for (int round = 1; round <= options.rounds(); round++) {
            progress.accept("round %d of %d: warming up".formatted(round, options.rounds()));
            ServiceProcess transactions = bank.startTransactions(customers);
            measurements.started(transactions.awaitReady());
            ServiceProcess bare = bank.startBare();
            bare.awaitReady();
            warmUp(transactions, bare);
            measure(round, transactions, bare);
            started.stop(bare);
            started.stop(transactions);
        }
        return measurements;
    }

    private void warmUp(ServiceProcess transactions, ServiceProcess bare) {
        statuses.seed();
        programs.wrk("warm-up", transactions.url(), 2 * WARM_UP_SECONDS, () -> {});
        for (Operation operation : Operation.values()) {
            programs.wrk(operation.script(), transactions.url(), WARM_UP_SECONDS, () -> {});
        }
        programs.wrk("bare", bare.url(), WARM_UP_SECONDS, () -> {});
    }

    private void measure(int round, ServiceProcess transactions, ServiceProcess bare) {
        for (Operation operation : Operation.values()) {
            statuses.seed();
            ledger.checkpoint();
            double pgbenchRate = programs.pgbench(operation.script(), bank.ledgerUrl());
            double bareRate = operation == Operation.GET
                    ? programs.wrk("bare", bare.url(), options.seconds(), () -> {})
                            .rate()
                    : 0;
            ledger.checkpoint();
            Sample sample = new Sample(underLoad(operation, transactions), pgbenchRate);
            measurements.measured(operation, sample);
            if (operation == Operation.GET) {
                measurements.comparedWithBareServer(new Sample(sample.http(), bareRate));
            }
            progress.accept("round %d of %d: %s: %,.0f per second, pgbench %,.0f"
                    .formatted(
                            round,
                            options.rounds(),
                            operation.title(),
                            sample.http().rate(),
                            pgbenchRate));
        }
    }

    private HttpFigures underLoad(Operation operation, ServiceProcess transactions) {
        AtomicReference<Footprint> peak = new AtomicReference<>(Footprint.NONE);
        HttpFigures figures = programs.wrk(
                operation.script(),
                transactions.url(),
                options.seconds(),
                () -> peak.updateAndGet(Footprint.of(transactions.pid())::max));
        measurements.used(peak.get());
        return figures;
    }
}
