package io.loomi.transactions.simulation;

import io.loomi.common.errors.Failure;
import io.loomi.common.testing.simulation.VirtualTime;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Injects faults into calls: a call may be slow, fail before or after its work, or throw immediately. */
final class FaultInjector {

    private static final long[] DELAYS_MILLIS = {1, 1, 1, 2, 30, 400, 4_000};

    private final RandomGenerator random;
    private final VirtualTime time;
    private double frequency;

    FaultInjector(RandomGenerator random, VirtualTime time) {
        this.random = random;
        this.time = time;
    }

    /** @param next the share of calls that fail, from 0 to 1 */
    void setFrequency(double next) {
        frequency = next;
    }

    <T> Future<T> call(Supplier<T> work) {
        if (frequency == 0) {
            return Future.succeededFuture(work.get()); // no delay, because most rounds run without faults
        }
        if (random.nextDouble() >= frequency) {
            return time.after(delay()).map(_ -> work.get());
        }
        return switch (random.nextInt(4)) {
            case 0 -> throw new IllegalStateException("thrown");
            case 1 -> time.after(delay()).compose(_ -> fail());
            case 2 ->
                time.after(delay())
                        .map(_ -> work.get())
                        .compose(_ -> time.after(delay()))
                        .compose(_ -> fail());
            default -> time.after(Duration.ofSeconds(10)).compose(_ -> fail()); // no answer in time
        };
    }

    /** Whether a fault outside of a call happens now. */
    boolean occurs() {
        return random.nextDouble() < frequency;
    }

    private Duration delay() {
        return Duration.ofMillis(DELAYS_MILLIS[random.nextInt(DELAYS_MILLIS.length)]);
    }

    private <T> Future<T> fail() {
        return Future.failedFuture(
                random.nextBoolean() ? new Failure.Unavailable("no answer") : new IllegalStateException("odd answer"));
    }
}
