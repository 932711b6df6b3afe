package io.loomi.common.async;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Runs work again and again, with a pause after each run. A run that fails or throws does not end the task.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
public final class PeriodicTask {

    private final Vertx vertx;
    private final Duration pause;
    private final Supplier<? extends Future<?>> run;
    private boolean stopped;

    public PeriodicTask(Vertx vertx, Duration pause, Supplier<? extends Future<?>> run) {
        this.vertx = vertx;
        this.pause = pause;
        this.run = run;
    }

    /** Starts the task. The first run comes after one pause. */
    public void start() {
        vertx.setTimer(pause.toMillis(), _ -> {
            if (!stopped) {
                Future.succeededFuture().compose(_ -> run.get().mapEmpty()).onComplete(_ -> start());
            }
        });
    }

    /** Starts no further run. A run in progress can check {@link #isStopped}. */
    public Future<Void> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    public boolean isStopped() {
        return stopped;
    }
}
