package io.loomi.transactions.services;

import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.repositories.PendingRepository;
import io.loomi.transactions.repositories.PendingRepository.DeferredSummary;
import io.loomi.transactions.repositories.PendingRepository.Pending;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of pending transactions: their number, their age, and how late the oldest expired hold is. Each process
 * reports the values that it last read from the shared database, so with several processes, take the maximum.
 */
public final class PendingMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(PendingMetrics.class);

    /** As often as Prometheus scrapes. */
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final PendingRepository repository;
    private final InstantSource clock;
    private volatile Reading last = new Reading(
            new Pending(0, Optional.empty(), Optional.empty(), DeferredSummary.NOTHING, Instant.EPOCH), Instant.EPOCH);

    /** @param at when the values were read, by the local clock, which may differ from the ledger's clock */
    private record Reading(Pending pending, Instant at) {}

    public PendingMetrics(PendingRepository repository, InstantSource clock, MeterRegistry registry) {
        this.repository = repository;
        this.clock = clock;
        Gauge.builder("loomi.pending.transactions", () -> last.pending().count())
                .description("Transactions that are pending, counted to 100,000")
                .register(registry);
        Gauge.builder(
                        "loomi.deferred.transactions",
                        () -> last.pending().deferred().count())
                .description("Deferred transactions, counted to 100,000")
                .register(registry);
        age(
                registry,
                "loomi.deferred.oldest",
                "The age of the oldest deferred transaction",
                reading -> reading.deferred().oldest());
        age(registry, "loomi.pending.oldest", "The age of the oldest pending transaction", Pending::oldest);
        age(
                registry,
                "loomi.holds.expiry.delay",
                "How long ago the oldest hold that has not ended should have expired",
                Pending::firstDue);
    }

    private void age(MeterRegistry registry, String name, String what, Function<Pending, Optional<Instant>> since) {
        Gauge.builder(name, () -> secondsSince(since, last))
                .description(what)
                .baseUnit("seconds")
                .register(registry);
    }

    private double secondsSince(Function<Pending, Optional<Instant>> since, Reading reading) {
        Instant now = reading.pending().at().plus(Duration.between(reading.at(), clock.instant()));
        return since.apply(reading.pending())
                .map(then -> Math.max(0, Duration.between(then, now).toMillis() / 1000.0))
                .orElse(0.0);
    }

    public void start(Vertx vertx) {
        readWithCorrelation(vertx);
        vertx.setPeriodic(INTERVAL.toMillis(), _ -> readWithCorrelation(vertx));
    }

    private void readWithCorrelation(Vertx vertx) {
        Correlation.runWithNewId(vertx, this::read);
    }

    /** Reads once; if PostgreSQL fails, the last values stay. */
    Future<Pending> read() {
        return repository
                .pending()
                .onSuccess(pending -> last = new Reading(pending, clock.instant()))
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Counting pending transactions failed"));
    }
}
