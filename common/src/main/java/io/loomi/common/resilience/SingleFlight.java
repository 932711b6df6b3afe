package io.loomi.common.resilience;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call in flight for however many want its answer: who comes while it is, waits for it and makes none. Each goes on in
 * its own context, and waits until its own deadline at most: then it fails with {@link Unreachable}. The call has the correlation
 * of whoever came first, and a deadline of its own.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class SingleFlight<T> {

    private @Nullable Future<T> flight;

    public boolean isUnderWay() {
        return flight != null;
    }

    /** The answer of the call that is in flight, which this one is when there is none yet. */
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
