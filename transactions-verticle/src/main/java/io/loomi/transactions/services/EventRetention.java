package io.loomi.transactions.services;

import io.loomi.common.async.PeriodicTask;
import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.repositories.OutboxRepository;
import io.loomi.transactions.repositories.OutboxRepository.DroppedEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops events that are older than their retention, in small batches, so that no posting waits for it. A failure ends a run, and the
 * next run goes on. Any number of processes may do this side by side.
 */
public final class EventRetention {

    private static final Logger LOG = LoggerFactory.getLogger(EventRetention.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Takes PostgreSQL about ten milliseconds. */
    static final int BATCH_SIZE = 1_000;

    /** About six seconds of each minute, and 10,000 events a second. */
    static final int MAX_BATCHES = 600;

    private final OutboxRepository outbox;
    private final Duration retention;
    private final InstantSource clock;
    private final PeriodicTask task;
    private final Counter dropped;
    private volatile DoubleSupplier oldestAge = () -> Double.NaN;

    public EventRetention(
            Vertx vertx, OutboxRepository outbox, Duration retention, InstantSource clock, MeterRegistry registry) {
        this.outbox = outbox;
        this.retention = retention;
        this.clock = clock;
        this.task = new PeriodicTask(vertx, INTERVAL, () -> Correlation.runWithNewId(vertx, this::run));
        this.dropped = Counter.builder("loomi.events.dropped")
                .description("Events that were dropped after their retention")
                .register(registry);
        Gauge.builder("loomi.events.oldest", () -> oldestAge.getAsDouble())
                .description("The age of the oldest event in the outbox; NaN until it is known")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Runs at once, and then again after each pause. */
    public void start() {
        task.startNow();
    }

    /** Completes when the batch in progress has ended. */
    public Future<Void> stop() {
        return task.stop();
    }

    private Future<Void> run() {
        Promise<Void> end = Promise.promise();
        dropAll(MAX_BATCHES, end);
        return end.future()
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Dropping events failed"));
    }

    /** Drops batches until one is not full. It calls itself back, because composed futures would nest once for each batch. */
    private void dropAll(int maxBatches, Promise<Void> end) {
        dropBatch().onFailure(end::fail).onSuccess(isFull -> {
            if (isFull && maxBatches > 1 && !task.isStopped()) {
                dropAll(maxBatches - 1, end);
            } else {
                end.complete();
            }
        });
    }

    private Future<Boolean> dropBatch() {
        return Future.succeededFuture()
                .compose(_ -> outbox.dropOldest(retention, BATCH_SIZE))
                .map(this::count);
    }

    private boolean count(DroppedEvents batch) {
        dropped.increment(batch.count());
        oldestAge = batch.oldest().map(this::growing).orElse(() -> 0);
        return batch.count() == BATCH_SIZE;
    }

    /** The age goes on growing while no batch succeeds, so that the metric shows it. */
    private DoubleSupplier growing(Duration age) {
        Instant occurred = clock.instant().minus(age);
        return () -> Duration.between(occurred, clock.instant()).toSeconds();
    }
}
