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
    private Future<Void> running = Future.succeededFuture();
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
                startNow();
            }
        });
    }

    /** Starts the task. The first run comes at once. */
    public void startNow() {
        running = Future.succeededFuture().compose(_ -> run.get().mapEmpty());
        running.onComplete(_ -> start());
    }

    /** Starts no further run. Completes when the run in progress has ended, which can check {@link #isStopped}. */
    public Future<Void> stop() {
        stopped = true;
        return running.otherwiseEmpty();
    }

    public boolean isStopped() {
        return stopped;
    }
}
