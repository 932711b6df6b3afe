package io.loomi.common.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.simulation.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final VirtualTime time = new VirtualTime(VERTX);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private PeriodicTask start(Supplier<Future<Void>> run) {
        PeriodicTask task = new PeriodicTask(VERTX, Duration.ofSeconds(1), () -> {
            runs.incrementAndGet();
            return run.get();
        });
        time.run(task::start);
        return task;
    }

    @Test
    void continuesAfterARunFails() {
        start(() -> Future.failedFuture("failed"));

        time.advance(Duration.ofSeconds(3));

        assertThat(runs).hasValue(3);
    }

    @Test
    void continuesAfterARunThrows() {
        start(() -> {
            throw new IllegalStateException("thrown");
        });

        time.advance(Duration.ofSeconds(3));

        assertThat(runs).hasValue(3);
    }

    @Test
    void pausesAfterEachRun() {
        start(() -> time.after(Duration.ofSeconds(4)));

        time.advance(Duration.ofSeconds(11));

        assertThat(runs).as("at 1 s, at 6 s and at 11 s").hasValue(3);
    }

    @Test
    void runsAtOnceAndThenAfterEachPause() {
        PeriodicTask task = new PeriodicTask(VERTX, Duration.ofSeconds(1), () -> {
            runs.incrementAndGet();
            return Future.succeededFuture();
        });
        time.run(task::startNow);
        assertThat(runs).hasValue(1);

        time.advance(Duration.ofSeconds(2));

        assertThat(runs).hasValue(3);
    }

    @Test
    void stopsAfterTheRunInProgress() {
        PeriodicTask task = start(() -> time.after(Duration.ofSeconds(4)).compose(_ -> Future.failedFuture("failed")));
        time.advance(Duration.ofSeconds(2));

        Future<Void> stopped = task.stop();
        time.advance(Duration.ofSeconds(2));
        assertThat(stopped.isComplete()).as("the run has not ended").isFalse();
        time.advance(Duration.ofSeconds(10));

        assertThat(stopped.succeeded()).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void startsNoRunOnceItIsStopped() {
        PeriodicTask task = start(Future::succeededFuture);
        time.advance(Duration.ofSeconds(2));

        task.stop();
        time.advance(Duration.ofSeconds(5));

        assertThat(runs).hasValue(2);
    }
}
