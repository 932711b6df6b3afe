package io.loomi.common.async;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a future is waited for. {@link Future#timeout} counts and goes on in the context of the future, and on a thread of its own
 * where that has none; this does so in the context of the caller.
 */
public final class TimeLimit {

    private TimeLimit() {}

    /** What the work comes to; fails with a TimeoutException after so long, while the work goes on. */
    public static <T extends @Nullable Object> Future<T> on(Future<T> work, Duration limit) {
        return ContextPromise.following(work).timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
