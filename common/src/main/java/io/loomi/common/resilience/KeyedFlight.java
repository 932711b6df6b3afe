package io.loomi.common.resilience;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call in flight for each key, on whichever event loop: who comes while it is, waits for it and makes none. Each goes on
 * in its own context, and waits until its own deadline at most: then it fails with {@link Unreachable}. The call has the
 * correlation of whoever came first, and a deadline of its own.
 *
 * <p>Thread-safe.
 */
public final class KeyedFlight<K, T> {

    private final Map<K, Future<T>> flights = new ConcurrentHashMap<>();

    public Future<T> call(K key, Supplier<Future<T>> call) {
        Promise<T> shared = Promise.promise();
        @Nullable Future<T> earlier = flights.putIfAbsent(key, shared.future());
        if (earlier != null) {
            return Flight.await(earlier);
        }
        Flight.begin(call).onComplete(result -> {
            flights.remove(key);
            shared.handle(result);
        });
        return Flight.await(shared.future());
    }
}
