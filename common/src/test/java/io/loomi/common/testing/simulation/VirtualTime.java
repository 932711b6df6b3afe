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
 * A clock and an event loop whose time goes on only when a test says so. Code that runs here is the production's own: timers,
 * contexts and futures are those of Vert.x, on an event loop of Netty that has no thread. Everything runs on the test's thread, in
 * an order that depends on nothing but what the test does. One for each history; making one costs microseconds.
 *
 * <p>Not thread-safe: it stays on one thread, which must not be an event loop.
 */
public final class VirtualTime extends Clock {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final ContextInternal context;
    private final List<Throwable> uncaught = new ArrayList<>();
    private Duration passed = Duration.ZERO;

    /** @param vertx may be shared by any number of histories */
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

    /** How much time has passed since this began. */
    public Duration passed() {
        return passed;
    }

    /** Does this on the event loop, in a context of its own as a request has it, and all that follows from it at once. */
    public void run(Runnable work) {
        context.duplicate().runOnContext(_ -> work.run());
        runDue();
    }

    /** Comes back after so long, in the context of its caller, as an answer over the network does. To be called in {@link #run}. */
    public Future<Void> after(Duration time) {
        Promise<Void> over = ContextInternal.current().promise();
        loop.eventLoop().schedule(() -> over.complete(), time.toNanos(), TimeUnit.NANOSECONDS);
        return over.future();
    }

    /** Lets so much time pass; every timer in it goes off at its own time. */
    public void advance(Duration time) {
        advanceUntil(() -> false, time);
    }

    /** Lets time pass until this is so, but no more than so much; tells whether it came to be so. */
    public boolean advanceUntil(BooleanSupplier reached, Duration most) {
        long left = most.toNanos();
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

    /** A timer that goes off may leave tasks behind, which belong to the same moment. */
    private void runDue() {
        do {
            loop.runPendingTasks();
        } while (loop.hasPendingTasks());
    }

    private void pass(long nanos) {
        passed = passed.plusNanos(nanos);
        loop.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
    }

    /** What was thrown and caught by nobody: production logs it. */
    public List<Throwable> uncaught() {
        return uncaught;
    }
}
