package io.loomi.local.process;

import io.loomi.common.config.StartFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds the started components and stops them in reverse order. A signal may close it at any time, on another thread: close waits
 * for the component that is starting, stops it too, and prevents further starts.
 */
public final class RunningComponents implements AutoCloseable {

    private static final long SIGNAL_GRACE_MILLIS = 1000;

    private final Deque<Part> parts = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private record Part(Object what, AutoCloseable stop) {}

    /** Stops a component. */
    @FunctionalInterface
    public interface Stop<T> {
        void stop(T what) throws Exception;
    }

    /** @throws StartFailure when the component does not start, or after {@link #close} */
    public synchronized <T> T start(Callable<T> start, Stop<T> stop) {
        if (isClosed()) {
            throw new StartFailure("The start was stopped.");
        }
        try {
            T what = start.call();
            parts.push(new Part(what, () -> stop.stop(what)));
            return what;
        } catch (StartFailure failure) {
            throw failure;
        } catch (Exception failure) {
            throw new StartFailure("The start failed: %s.".formatted(failure.getMessage()), failure);
        }
    }

    /** Stops one component before the others. */
    public synchronized void stop(Object what) {
        parts.stream().filter(part -> part.what().equals(what)).findFirst().ifPresent(part -> {
            parts.remove(part);
            stop(part);
        });
    }

    /** Stops the components that started after this one, so that they can be started in another way. */
    public synchronized void stopAfter(Object what) {
        while (!parts.isEmpty() && !parts.element().what().equals(what)) {
            stop(parts.pop());
        }
    }

    private static void stop(Part part) {
        try {
            part.stop().close();
        } catch (Exception failure) {
            System.err.println("%s failed to stop: %s".formatted(part.what(), failure.getMessage()));
        }
    }

    /** Runs work that must not happen after the close, such as a success message. */
    public synchronized void unlessClosed(Runnable work) {
        if (!isClosed()) {
            work.run();
        }
    }

    public boolean isClosed() {
        return closing.getCount() == 0;
    }

    /** Whether a signal is stopping everything: it reaches the child processes too, perhaps before this one. */
    public boolean isStopping() {
        try {
            return closing.await(SIGNAL_GRACE_MILLIS, TimeUnit.MILLISECONDS);
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
