package io.loomi.common.async;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long to wait for a future. Unlike {@link Future#timeout}, the timer and the callbacks run in the caller's
 * context, even if the future belongs to another context or to none.
 */
public final class TimeLimit {

    private TimeLimit() {}

    /** Returns the result of the work. Fails with a TimeoutException after the limit; the work itself continues. */
    public static <T extends @Nullable Object> Future<T> on(Future<T> work, Duration limit) {
        return ContextPromise.onCurrentContext(work).timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
