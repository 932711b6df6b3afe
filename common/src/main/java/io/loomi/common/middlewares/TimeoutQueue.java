package io.loomi.common.middlewares;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those that an event loop waits for, the longest first. Whoever keeps it waiting too long is given up, and when there are too many
 * the first of them is: the slow make room, and the quick never notice.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
final class TimeoutQueue<T> {

    private static final Logger LOG = LoggerFactory.getLogger(TimeoutQueue.class);

    private final Vertx vertx;
    private final int most;
    private final Duration patience;
    private final Consumer<T> giveUp;
    private final SequencedMap<T, Long> beganNanos = new LinkedHashMap<>();
    private boolean isWatched;

    TimeoutQueue(Vertx vertx, int most, Duration patience, Consumer<T> giveUp) {
        this.vertx = vertx;
        this.most = most;
        this.patience = patience;
        this.giveUp = giveUp;
    }

    void add(T who) {
        beganNanos.putLast(who, System.nanoTime());
        if (beganNanos.size() > most) {
            giveUpFirst();
        }
        if (!isWatched) {
            watch(patience.toNanos());
        }
    }

    /** Does nothing for one that is not waited for. */
    void remove(T who) {
        beganNanos.remove(who);
    }

    private void watch(long nanos) {
        isWatched = true;
        vertx.setTimer(Duration.ofNanos(nanos).toMillis() + 1, _ -> look());
    }

    private void look() {
        while (!beganNanos.isEmpty() && leftOfFirst() <= 0) {
            giveUpFirst();
        }
        isWatched = false;
        if (!beganNanos.isEmpty()) {
            watch(leftOfFirst());
        }
    }

    private long leftOfFirst() {
        return patience.toNanos() - (System.nanoTime() - beganNanos.firstEntry().getValue());
    }

    private void giveUpFirst() {
        T first = beganNanos.pollFirstEntry().getKey();
        try {
            giveUp.accept(first);
        } catch (RuntimeException failure) { // the others must not wait for ever because of it
            LOG.atError().setCause(failure).log("A request or connection that takes too long cannot be given up");
        }
    }
}
