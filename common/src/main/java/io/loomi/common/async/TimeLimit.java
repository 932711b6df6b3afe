package io.loomi.common.async;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long to wait for a future. Unlike {@link Future#timeout}, it counts and continues in the caller's context,
 * even if the future belongs to another context or to none.
 */
public final class TimeLimit {

    private TimeLimit() {}

    /**
     * Returns the result of the work. Fails with a TimeoutException when the limit is over; the work itself goes on.
     */
    public static <T extends @Nullable Object> Future<T> on(Future<T> work, Duration limit) {
        return ContextPromise.onCurrentContext(work).timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
