package io.loomi.common.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final VirtualTime time = new VirtualTime(VERTX);
    private final List<String> seen = new ArrayList<>();

    private void note(String what) {
        seen.add(what + " at " + time.passed().toMillis());
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void firesVertxTimersAtTheirTime() {
        time.run(() -> {
            VERTX.setTimer(500, _ -> note("timer"));
            VERTX.setPeriodic(400, _ -> note("periodic"));
            time.after(Duration.ofMillis(450)).onSuccess(_ -> note("answer"));
            VERTX.getOrCreateContext().runOnContext(_ -> note("task"));
        });

        time.advance(Duration.ofSeconds(1));

        assertThat(seen)
                .containsExactly("task at 0", "periodic at 400", "answer at 450", "timer at 500", "periodic at 800");
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void stopsAsSoonAsTheConditionHolds() {
        time.run(() -> VERTX.setPeriodic(10, _ -> note("tick")));

        assertThat(time.advanceUntil(() -> seen.size() == 3, Duration.ofHours(1)))
                .isTrue();
        assertThat(time.passed()).isEqualTo(Duration.ofMillis(30));
        assertThat(time.advanceUntil(() -> seen.size() == 5, Duration.ofMillis(15)))
                .isFalse();
        assertThat(time.passed()).isEqualTo(Duration.ofMillis(45));
    }

    @Test
    void timesOutAFutureWithoutAnswer() {
        time.run(() ->
                time.after(Duration.ofHours(1)).timeout(5, TimeUnit.SECONDS).onFailure(_ -> note("timed out")));

        time.advance(Duration.ofSeconds(10));

        assertThat(seen).containsExactly("timed out at 5000");
    }

    @Test
    void keepsUncaughtExceptions() {
        time.run(() -> {
            throw new IllegalStateException("thrown");
        });

        assertThat(time.uncaught())
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("thrown");
    }
}
