package io.loomi.local.process;

import io.loomi.common.config.StartFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What runs now, to be stopped in the opposite order. A signal may stop it at any time, on a thread of its own: what is just
 * being started is waited for and stopped as well, and nothing starts after.
 */
public final class RunningComponents implements AutoCloseable {

    private static final long SIGNAL_PATIENCE_MILLIS = 1000;

    private final Deque<Part> parts = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private record Part(Object what, AutoCloseable stop) {}

    /** How something is stopped. */
    @FunctionalInterface
    public interface Stop<T> {
        void stop(T what) throws Exception;
    }

    /** @throws StartFailure when it does not start, or nothing is to start any more */
    public synchronized <T> T start(Callable<T> start, Stop<T> stop) {
        if (isClosed()) {
            throw new StartFailure("It was stopped before it had started.");
        }
        try {
            T what = start.call();
            parts.push(new Part(what, () -> stop.stop(what)));
            return what;
        } catch (StartFailure failure) {
            throw failure;
        } catch (Exception failure) {
            throw new StartFailure("It cannot go on: %s.".formatted(failure.getMessage()), failure);
        }
    }

    /** Stops one of them before the others. */
    public synchronized void stop(Object what) {
        parts.stream().filter(part -> part.what().equals(what)).findFirst().ifPresent(part -> {
            parts.remove(part);
            stop(part);
        });
    }

    /** Stops all that has started after it, so that it can be started in another way. */
    public synchronized void stopAfter(Object what) {
        while (!parts.isEmpty() && !parts.element().what().equals(what)) {
            stop(parts.pop());
        }
    }

    private static void stop(Part part) {
        try {
            part.stop().close();
        } catch (Exception failure) {
            System.err.println("%s did not stop well: %s".formatted(part.what(), failure.getMessage()));
        }
    }

    /** Does something that must not come after the end, such as to say that all is well. */
    public synchronized void unlessClosed(Runnable work) {
        if (!isClosed()) {
            work.run();
        }
    }

    public boolean isClosed() {
        return closing.getCount() == 0;
    }

    /** A signal reaches our children too: whether one of them ended because everything is about to end. */
    public boolean isStopping() {
        try {
            return closing.await(SIGNAL_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            while (!parts.isEmpty()) {
                stop(parts.pop());
            }
        }
    }
}
