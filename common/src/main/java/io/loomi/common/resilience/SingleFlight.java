package io.loomi.common.resilience;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Single flight: concurrent callers share one call and its answer. Each caller continues in its own context, and fails
 * with {@link Unreachable} at its own deadline. The call has the correlation of its first caller and its own deadline.
 *
 * <p>Not thread-safe: one for each event loop.
 */
public final class SingleFlight<T> {

    private @Nullable Future<T> flight;

    public boolean isInFlight() {
        return flight != null;
    }

    /** Returns the answer of the call in flight, and starts one if there is none. */
    public Future<T> call(Supplier<Future<T>> call) {
        @Nullable Future<T> earlier = flight;
        if (earlier != null) {
            return Flight.await(earlier);
        }
        Promise<T> shared = Promise.promise();
        flight = shared.future();
        Flight.begin(call).onComplete(result -> {
            flight = null;
            shared.handle(result);
        });
        return Flight.await(shared.future());
    }
}
