package io.loomi.common.middlewares;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TimeoutQueueTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration PATIENCE = Duration.ofMillis(20);

    private final List<String> givenUp = new CopyOnWriteArrayList<>();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private void giveUp(String who) {
        givenUp.add(who);
        throw new IllegalStateException("cannot be given up");
    }

    @Test
    void watchesOnAfterOneThatCannotBeGivenUp() {
        TimeoutQueue<String> list = new TimeoutQueue<>(VERTX, 10, PATIENCE, this::giveUp);

        VERTX.runOnContext(_ -> {
            list.add("first");
            list.add("second");
        });
        Awaitility.await().until(() -> givenUp.equals(List.of("first", "second")));
        VERTX.runOnContext(_ -> list.add("third"));

        Awaitility.await().until(() -> givenUp.size() == 3);
    }

    @Test
    void takesOnOneMoreThoughTheFirstCannotBeGivenUp() {
        TimeoutQueue<String> list = new TimeoutQueue<>(VERTX, 1, Duration.ofHours(1), this::giveUp);

        list.add("first");
        list.add("second");

        assertThat(givenUp).containsExactly("first");
    }
}
