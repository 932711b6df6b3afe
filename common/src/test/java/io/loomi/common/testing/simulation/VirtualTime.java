package io.loomi.common.testing.simulation;

import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A clock and an event loop whose time advances only when a test says so.
 *
 * <p>The code under test is the production code: Vert.x timers, contexts and futures run on a Netty event loop without
 * a thread. Everything runs on the test's thread, in a fully determined order. Use one for each history; creating one
 * takes microseconds.
 *
 * <p>Not thread-safe: use it on one thread, which must not be an event loop.
 */
public final class VirtualTime extends Clock {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final ContextInternal context;
    private final List<Throwable> uncaught = new ArrayList<>();
    private Duration passed = Duration.ZERO;

    /** @param vertx any number of histories may share it */
    public VirtualTime(Vertx vertx) {
        loop.freezeTime();
        context = ((VertxInternal) vertx)
                .contextBuilder()
                .withEventLoop(loop.eventLoop())
                .build();
        context.exceptionHandler(uncaught::add);
    }

    @Override
    public Instant instant() {
        return START.plus(passed);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    /** The time since this clock started. */
    public Duration passed() {
        return passed;
    }

    /**
     * Runs the work on the event loop, in its own context as a request does, and then all tasks that are due
     * immediately.
     */
    public void run(Runnable work) {
        context.duplicate().runOnContext(_ -> work.run());
        runDue();
    }

    /** Completes after this time, in the caller's context, as a response over the network does. Call it inside {@link #run}. */
    public Future<Void> after(Duration time) {
        Promise<Void> over = ContextInternal.current().promise();
        loop.eventLoop().schedule(() -> over.complete(), time.toNanos(), TimeUnit.NANOSECONDS);
        return over.future();
    }

    /** Advances the time. Each timer fires at its own time. */
    public void advance(Duration time) {
        advanceUntil(() -> false, time);
    }

    /** Advances the time until the condition holds, by at most this time. Returns whether the condition holds. */
    public boolean advanceUntil(BooleanSupplier reached, Duration limit) {
        long left = limit.toNanos();
        runDue();
        while (!reached.getAsBoolean()) {
            long next = loop.runScheduledPendingTasks();
            if (next < 0 || next > left) {
                pass(left);
                runDue();
                return reached.getAsBoolean();
            }
            pass(next);
            left -= next;
            runDue();
        }
        return true;
    }

    /** Runs all due tasks. A timer may add tasks that are due at the same time. */
    private void runDue() {
        do {
            loop.runPendingTasks();
        } while (loop.hasPendingTasks());
    }

    private void pass(long nanos) {
        passed = passed.plusNanos(nanos);
        loop.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
    }

    /** The uncaught exceptions, which production logs. */
    public List<Throwable> uncaught() {
        return uncaught;
    }
}
