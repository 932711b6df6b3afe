package io.loomi.common.resilience;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Single flight by key, across all event loops: concurrent callers with the same key share one call and its answer.
 * Each caller continues in its own context, and fails with {@link Unreachable} at its own deadline. The call has the
 * correlation of its first caller and its own deadline.
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
