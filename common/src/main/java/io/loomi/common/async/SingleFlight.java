package io.loomi.common.async;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One call in flight for however many want its answer: who comes while it is, waits for it and makes none. Each goes on in
 * its own context; the call itself belongs to whoever came first.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class SingleFlight<T> {

    private final List<ContextPromise<T>> waiting = new ArrayList<>();

    public boolean isUnderWay() {
        return !waiting.isEmpty();
    }

    /** The answer of the call that is in flight, which this one is when there is none yet. */
    public Future<T> call(Supplier<Future<T>> call) {
        ContextPromise<T> mine = new ContextPromise<>();
        waiting.add(mine);
        if (waiting.size() == 1) {
            Future.succeededFuture().compose(_ -> call.get()).onComplete(result -> {
                List<ContextPromise<T>> all = List.copyOf(waiting);
                waiting.clear();
                all.forEach(one -> one.complete(result));
            });
        }
        return mine.future();
    }
}
