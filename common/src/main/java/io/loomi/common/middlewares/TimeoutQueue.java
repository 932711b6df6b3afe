package io.loomi.common.middlewares;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests or connections that an event loop waits for, oldest first. It ends each one after a timeout, and the oldest
 * when there are too many.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
final class TimeoutQueue<T> {

    private static final Logger LOG = LoggerFactory.getLogger(TimeoutQueue.class);

    private final Vertx vertx;
    private final int maxSize;
    private final Duration timeout;
    private final Consumer<T> giveUp;
    private final SequencedMap<T, Long> beganNanos = new LinkedHashMap<>();
    private boolean isScheduled;

    TimeoutQueue(Vertx vertx, int maxSize, Duration timeout, Consumer<T> giveUp) {
        this.vertx = vertx;
        this.maxSize = maxSize;
        this.timeout = timeout;
        this.giveUp = giveUp;
    }

    void add(T item) {
        beganNanos.putLast(item, System.nanoTime());
        if (beganNanos.size() > maxSize) {
            giveUpFirst();
        }
        if (!isScheduled) {
            schedule(timeout.toNanos());
        }
    }

    /** Does nothing for an item that is not in the queue. */
    void remove(T item) {
        beganNanos.remove(item);
    }

    private void schedule(long nanos) {
        isScheduled = true;
        vertx.setTimer(Duration.ofNanos(nanos).toMillis() + 1, _ -> giveUpExpired());
    }

    private void giveUpExpired() {
        while (!beganNanos.isEmpty() && nanosUntilFirstExpires() <= 0) {
            giveUpFirst();
        }
        isScheduled = false;
        if (!beganNanos.isEmpty()) {
            schedule(nanosUntilFirstExpires());
        }
    }

    private long nanosUntilFirstExpires() {
        return timeout.toNanos() - (System.nanoTime() - beganNanos.firstEntry().getValue());
    }

    private void giveUpFirst() {
        T first = beganNanos.pollFirstEntry().getKey();
        try {
            giveUp.accept(first);
        } catch (RuntimeException failure) { // must not prevent the timeout of the other items
            LOG.atError().setCause(failure).log("A request or connection could not be closed after its timeout");
        }
    }
}
