package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.common.testing.simulation.VirtualTime;
import io.loomi.transactions.repositories.OutboxRepository;
import io.loomi.transactions.repositories.OutboxRepository.DroppedEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When events are dropped, and what is counted. */
@Slow
class EventRetentionTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration RETENTION = Duration.ofDays(90);

    private final VirtualTime time = new VirtualTime(VERTX);
    private final SimpleMeterRegistry figures = new SimpleMeterRegistry();
    private final Deque<Supplier<Future<DroppedEvents>>> next = new ArrayDeque<>();
    private final OutboxRepository outbox = (retention, limit) -> {
        assertThat(retention).isEqualTo(RETENTION);
        assertThat(limit).isEqualTo(EventRetention.BATCH_SIZE);
        return next.isEmpty() ? dropped(0) : next.remove().get();
    };
    private final EventRetention task = new EventRetention(VERTX, outbox, RETENTION, figures);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void continuesAtOnceAfterAFullBatch() {
        int batches = 50_000;
        for (int i = 0; i < batches; i++) {
            next.add(this::fullBatch);
        }
        next.add(() -> dropped(7));
        next.add(() -> dropped(1));

        time.run(task::start);
        time.advance(Duration.ofMillis(10 * batches));

        assertThat(droppedInAll()).isEqualTo(1_000.0 * batches + 7);
        time.advance(Duration.ofMinutes(1));
        assertThat(droppedInAll()).as("the next run").isEqualTo(1_000.0 * batches + 8);
        assertThat(time.uncaught()).isEmpty();
    }

    @Test
    void continuesInTheNextRunAfterAFailure() {
        next.add(this::fullBatch);
        next.add(() -> {
            throw new IllegalStateException("thrown");
        });
        next.add(() -> Future.failedFuture("locked"));
        next.add(() -> dropped(3));

        time.run(task::start);
        time.advance(Duration.ofSeconds(90));
        assertThat(droppedInAll()).isEqualTo(EventRetention.BATCH_SIZE);
        time.advance(Duration.ofMinutes(1));

        assertThat(droppedInAll()).isEqualTo(EventRetention.BATCH_SIZE + 3);
        assertThat(time.uncaught()).isEmpty();
    }

    @Test
    void startsNoBatchAfterItIsStopped() {
        next.add(() -> {
            task.stop();
            return dropped(EventRetention.BATCH_SIZE);
        });
        next.add(() -> dropped(3));

        time.run(task::start);
        time.advance(Duration.ofMinutes(5));

        assertThat(droppedInAll()).isEqualTo(EventRetention.BATCH_SIZE);
    }

    @Test
    void reportsTheAgeOfTheOldestEvent() {
        next.add(() -> Future.succeededFuture(new DroppedEvents(0, Optional.of(Duration.ofHours(2)))));
        next.add(() -> Future.failedFuture("down"));

        time.run(task::start);
        assertThat(oldest()).isEqualTo(7200);
        time.advance(Duration.ofMinutes(1));
        assertThat(oldest()).as("the last known").isEqualTo(7200);
        time.advance(Duration.ofMinutes(1));

        assertThat(oldest()).as("of an empty outbox").isZero();
    }

    /** Takes 10 ms. */
    private Future<DroppedEvents> fullBatch() {
        return time.after(Duration.ofMillis(10)).compose(_ -> dropped(EventRetention.BATCH_SIZE));
    }

    private static Future<DroppedEvents> dropped(int count) {
        return Future.succeededFuture(new DroppedEvents(count, Optional.empty()));
    }

    private double droppedInAll() {
        return figures.get("loomi.events.dropped").counter().count();
    }

    private double oldest() {
        return figures.get("loomi.events.oldest").gauge().value();
    }
}
