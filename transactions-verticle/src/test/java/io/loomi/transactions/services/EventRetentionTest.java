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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
    private final EventRetention task = new EventRetention(VERTX, outbox, RETENTION, time, figures);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void continuesAtOnceAfterAFullBatch() {
        for (int i = 0; i < 500; i++) {
            next.add(this::fullBatch);
        }
        next.add(() -> dropped(7));
        next.add(() -> dropped(1));

        time.run(task::start);
        time.advance(Duration.ofSeconds(5));

        assertThat(droppedInAll()).isEqualTo(500_007);
        time.advance(Duration.ofMinutes(1));
        assertThat(droppedInAll()).as("the next run").isEqualTo(500_008);
        assertThat(time.uncaught()).isEmpty();
    }

    @Test
    void boundsTheBatchesOfARun() {
        for (int i = 0; i < EventRetention.MAX_BATCHES + 5; i++) {
            next.add(this::fullBatch);
        }

        time.run(task::start);
        time.advance(Duration.ofSeconds(30));

        assertThat(droppedInAll()).isEqualTo(1_000.0 * EventRetention.MAX_BATCHES);
        time.advance(Duration.ofMinutes(1));
        assertThat(droppedInAll()).as("the next run").isEqualTo(1_000.0 * (EventRetention.MAX_BATCHES + 5));
    }

    @Test
    void stopsAfterTheBatchInProgress() {
        next.add(this::fullBatch);
        next.add(() -> dropped(3));
        List<Double> droppedBeforeStop = new ArrayList<>();

        time.run(() -> {
            task.start();
            task.stop().onSuccess(_ -> droppedBeforeStop.add(droppedInAll()));
        });
        time.advance(Duration.ofMinutes(5));

        assertThat(droppedBeforeStop).containsExactly(1_000.0);
        assertThat(droppedInAll()).isEqualTo(1_000);
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

        assertThat(oldest()).as("not known yet").isNaN();
        time.run(task::start);
        assertThat(oldest()).isEqualTo(7200);
        time.advance(Duration.ofSeconds(90));
        assertThat(oldest()).as("grows while nothing can be dropped").isEqualTo(7290);
        time.advance(Duration.ofSeconds(30));

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
