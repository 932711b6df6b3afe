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
 * Tries a call again that was {@link Unreachable}, three times at most. The pauses are drawn between nothing and 1, 2 and 4 s
 * (full jitter), so that those who failed together do not come back together.
 */
public final class Retry {

    private static final List<Duration> CEILINGS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

    /** What a call needs at least: with less time than this left after the pause, it is not tried again. */
    private static final Duration LEAST_TIME = Duration.ofMillis(250);

    private final Function<Duration, Future<Void>> pause;
    private final RandomGenerator random;

    /** @param pause ends after so long */
    Retry(Function<Duration, Future<Void>> pause, RandomGenerator random) {
        this.pause = pause;
        this.random = random;
    }

    public static Retry on(Vertx vertx, RandomGenerator random) {
        return new Retry(
                time -> vertx.timer(time.toMillis() + 1, TimeUnit.MILLISECONDS).mapEmpty(), random);
    }

    /**
     * The outcome of the last try.
     *
     * @param deadline when its caller must have an answer, empty when nobody waits
     * @param worthwhile asked before each new try
     */
    <T> Future<T> call(Supplier<Future<T>> call, Optional<Deadline> deadline, BooleanSupplier worthwhile) {
        return attempt(call, deadline, worthwhile, 0);
    }

    private <T> Future<T> attempt(
            Supplier<Future<T>> call, Optional<Deadline> deadline, BooleanSupplier worthwhile, int retries) {
        return call.get().recover(failure -> {
            if (!(failure instanceof Unreachable) || retries == CEILINGS.size() || !worthwhile.getAsBoolean()) {
                return Future.failedFuture(failure);
            }
            Duration delay =
                    Duration.ofMillis(random.nextLong(CEILINGS.get(retries).toMillis() + 1));
            boolean inTime = deadline.map(end -> end.leftToAsk().compareTo(delay.plus(LEAST_TIME)) >= 0)
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
