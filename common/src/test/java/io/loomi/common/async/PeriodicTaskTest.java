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
    private final AtomicInteger begun = new AtomicInteger();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private PeriodicTask start(Supplier<Future<Void>> round) {
        PeriodicTask task = new PeriodicTask(VERTX, Duration.ofSeconds(1), () -> {
            begun.incrementAndGet();
            return round.get();
        });
        time.run(task::start);
        return task;
    }

    @Test
    void goesOnAfterARoundThatFails() {
        start(() -> Future.failedFuture("failed"));

        time.advance(Duration.ofSeconds(3));

        assertThat(begun).hasValue(3);
    }

    @Test
    void goesOnAfterARoundThatCannotBeBegun() {
        start(() -> {
            throw new IllegalStateException("thrown");
        });

        time.advance(Duration.ofSeconds(3));

        assertThat(begun).hasValue(3);
    }

    @Test
    void pausesAfterTheEndOfARound() {
        start(() -> time.after(Duration.ofSeconds(4)));

        time.advance(Duration.ofSeconds(11));

        assertThat(begun).as("at 1 s, at 6 s and at 11 s").hasValue(3);
    }

    @Test
    void beginsNoFurtherRoundOnceItIsStopped() {
        PeriodicTask task = start(Future::succeededFuture);
        time.advance(Duration.ofSeconds(2));

        task.stop();
        time.advance(Duration.ofSeconds(5));

        assertThat(begun).hasValue(2);
    }
}
