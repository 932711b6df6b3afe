package io.loomi.common.async;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Work that is done over and over, with a pause after each round, however that ends; a round that throws has failed.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
public final class PeriodicTask {

    private final Vertx vertx;
    private final Duration pause;
    private final Supplier<? extends Future<?>> round;
    private boolean stopped;

    public PeriodicTask(Vertx vertx, Duration pause, Supplier<? extends Future<?>> round) {
        this.vertx = vertx;
        this.pause = pause;
        this.round = round;
    }

    /** The first comes after a pause. */
    public void start() {
        vertx.setTimer(pause.toMillis(), _ -> {
            if (!stopped) {
                Future.succeededFuture().compose(_ -> round.get().mapEmpty()).onComplete(_ -> start());
            }
        });
    }

    /** No further one begins; the one that is under way may look whether it {@link #isStopped}. */
    public Future<Void> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    public boolean isStopped() {
        return stopped;
    }
}
