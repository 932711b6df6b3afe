package io.loomi.common.async;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.FutureInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A promise to the request that makes it: whoever completes it, and in whatever context, what follows runs in the
 * request's own context, and so under its own correlation; time limits are counted on its event loop.
 */
public final class ContextPromise<T extends @Nullable Object> {

    private final ContextInternal context = Objects.requireNonNull(ContextInternal.current(), "not on an event loop");
    private final PromiseInternal<T> promise = context.promise();

    /** What a future comes to that belongs to somebody else, for this request to go on with. */
    public static <T extends @Nullable Object> Future<T> following(Future<T> other) {
        @Nullable ContextInternal current = ContextInternal.current();
        if (current == null || current.equals(((FutureInternal<T>) other).context())) {
            return other;
        }
        ContextPromise<T> own = new ContextPromise<>();
        other.onComplete(own.promise);
        return own.future();
    }

    /** Does some work in its context, at once: the caller must be on its event loop. */
    public void inItsContext(Runnable work) {
        context.dispatch(work);
    }

    public Future<T> future() {
        return promise.future();
    }

    public void succeed(T value) {
        context.runOnContext(_ -> promise.complete(value));
    }

    public void fail(Throwable cause) {
        context.runOnContext(_ -> promise.fail(cause));
    }

    public void complete(AsyncResult<T> result) {
        context.runOnContext(_ -> promise.handle(result));
    }
}
