package io.loomi.transactions.services;

import io.loomi.common.correlation.Correlation;
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
 * Tells how much is pending, since when, and whether what should have ended by itself has. Each process tells the same of the
 * one database, as last seen: of several, take the largest.
 */
public final class PendingMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(PendingMetrics.class);

    /** As often as Prometheus asks. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final PendingRepository repository;
    private final InstantSource clock;
    private volatile Seen last = new Seen(
            new Pending(0, Optional.empty(), Optional.empty(), DeferredSummary.NOTHING, Instant.EPOCH), Instant.EPOCH);

    /** @param at when it was seen, by the clock here, which need not agree with the ledger's */
    private record Seen(Pending pending, Instant at) {}

    public PendingMetrics(PendingRepository repository, InstantSource clock, MeterRegistry registry) {
        this.repository = repository;
        this.clock = clock;
        Gauge.builder("loomi.pending", () -> last.pending().count())
                .description("Transactions that are pending, counted to 100,000")
                .register(registry);
        Gauge.builder("loomi.deferred", () -> last.pending().deferred().count())
                .description("Transactions that were accepted and are still to be settled, counted to 100,000")
                .register(registry);
        age(
                registry,
                "loomi.deferred.oldest",
                "The age of the oldest transaction that is still to be settled",
                seen -> seen.deferred().oldest());
        age(registry, "loomi.pending.oldest", "The age of the oldest transaction that is pending", Pending::oldest);
        age(registry, "loomi.pending.overdue", "How late the first hold is that should have ended", Pending::firstDue);
    }

    private void age(MeterRegistry registry, String name, String what, Function<Pending, Optional<Instant>> since) {
        Gauge.builder(name, () -> secondsSince(since, last))
                .description(what)
                .baseUnit("seconds")
                .register(registry);
    }

    private double secondsSince(Function<Pending, Optional<Instant>> since, Seen seen) {
        Instant now = seen.pending().at().plus(Duration.between(seen.at(), clock.instant()));
        return since.apply(seen.pending())
                .map(then -> Math.max(0, Duration.between(then, now).toMillis() / 1000.0))
                .orElse(0.0);
    }

    public void start(Vertx vertx) {
        lookUnderOwnId(vertx);
        vertx.setPeriodic(PAUSE.toMillis(), _ -> lookUnderOwnId(vertx));
    }

    private void lookUnderOwnId(Vertx vertx) {
        Correlation.underNew(vertx, this::look);
    }

    /** Looks once; what was seen before stays when PostgreSQL cannot be asked. */
    Future<Pending> look() {
        return repository
                .pending()
                .onSuccess(pending -> last = new Seen(pending, clock.instant()))
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Pending transactions not counted"));
    }
}
