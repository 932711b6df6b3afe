package io.loomi.common.resilience;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Retries an {@link Unreachable} call, up to three times. Each pause is random between 0 and 1, 2 and 4 s (full
 * jitter), so that callers that failed together do not retry together.
 */
public final class Retry {

    private static final List<Duration> MAX_PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /** The minimum time for a call. Without this much time after the pause, there is no retry. */
    private static final Duration MIN_CALL_TIME = Duration.ofMillis(250);

    private final Function<Duration, Future<Void>> pause;
    private final RandomGenerator random;

    /** @param pause completes after the given time */
    Retry(Function<Duration, Future<Void>> pause, RandomGenerator random) {
        this.pause = pause;
        this.random = random;
    }

    public static Retry on(Vertx vertx, RandomGenerator random) {
        return new Retry(
                time -> vertx.timer(time.toMillis() + 1, TimeUnit.MILLISECONDS).mapEmpty(), random);
    }

    /**
     * Returns the outcome of the last attempt.
     *
     * @param deadline of the caller, empty for background work
     * @param worthwhile checked before each retry
     */
    <T> Future<T> call(Supplier<Future<T>> call, Optional<Deadline> deadline, BooleanSupplier worthwhile) {
        return attempt(call, deadline, worthwhile, 0);
    }

    private <T> Future<T> attempt(
            Supplier<Future<T>> call, Optional<Deadline> deadline, BooleanSupplier worthwhile, int retries) {
        return call.get().recover(failure -> {
            if (!(failure instanceof Unreachable) || retries == MAX_PAUSES.size() || !worthwhile.getAsBoolean()) {
                return Future.failedFuture(failure);
            }
            Duration delay =
                    Duration.ofMillis(random.nextLong(MAX_PAUSES.get(retries).toMillis() + 1));
            boolean inTime = deadline.map(end -> end.leftForCalls().compareTo(delay.plus(MIN_CALL_TIME)) >= 0)
                    .orElse(true);
            return inTime
                    ? pause.apply(delay)
                            .compose(_ -> worthwhile.getAsBoolean()
                                    ? attempt(call, deadline, worthwhile, retries + 1)
                                    : Future.failedFuture(failure))
                    : Future.failedFuture(failure);
        });
    }
}
