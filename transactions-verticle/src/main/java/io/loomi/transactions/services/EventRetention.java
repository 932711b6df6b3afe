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

    private final Vertx vertx;
    private final OutboxRepository outbox;
    private final Duration retention;
    private final PeriodicTask task;
    private final Counter dropped;
    private volatile Duration oldest = Duration.ZERO;

    public EventRetention(Vertx vertx, OutboxRepository outbox, Duration retention, MeterRegistry registry) {
        this.vertx = vertx;
        this.outbox = outbox;
        this.retention = retention;
        this.task = new PeriodicTask(vertx, INTERVAL, this::runWithCorrelation);
        this.dropped = Counter.builder("loomi.events.dropped")
                .description("Events that were dropped after their retention")
                .register(registry);
        Gauge.builder("loomi.events.oldest", () -> oldest.toSeconds())
                .description("The age of the oldest event in the outbox")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Runs at once, and then again after each pause. */
    public void start() {
        runWithCorrelation().onComplete(_ -> task.start());
    }

    public Future<Void> stop() {
        return task.stop();
    }

    private Future<Void> runWithCorrelation() {
        return Correlation.runWithNewId(vertx, this::run);
    }

    private Future<Void> run() {
        Promise<Void> end = Promise.promise();
        dropAll(end);
        return end.future()
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Dropping events failed"));
    }

    /** Drops batches until one is not full. It calls itself back, because composed futures would nest once for each batch. */
    private void dropAll(Promise<Void> end) {
        dropBatch().onFailure(end::fail).onSuccess(isFull -> {
            if (isFull && !task.isStopped()) {
                dropAll(end);
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
        oldest = batch.oldest().orElse(Duration.ZERO);
        return batch.count() == BATCH_SIZE;
    }
}
