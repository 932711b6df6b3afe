package io.loomi.common.async;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call in flight for each key, on whichever event loop: who comes while it is, waits for it and makes none. Each goes on
 * in its own context; the call belongs to whoever came first.
 *
 * <p>Thread-safe.
 */
public final class KeyedFlight<K, T> {

    private final Map<K, Future<T>> flights = new ConcurrentHashMap<>();

    public Future<T> call(K key, Supplier<Future<T>> call) {
        Promise<T> mine = Promise.promise();
        @Nullable Future<T> earlier = flights.putIfAbsent(key, mine.future());
        if (earlier != null) {
            return ContextPromise.following(earlier);
        }
        return Future.succeededFuture().compose(_ -> call.get()).andThen(result -> {
            flights.remove(key);
            mine.handle(result);
        });
    }
}
