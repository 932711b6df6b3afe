package io.loomi.common.async;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.FutureInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A promise that completes in the Vert.x context that created it. Any thread may complete it: callbacks run in the
 * creator's context, with its correlation id, and timeouts of the future run on its event loop.
 */
public final class ContextPromise<T extends @Nullable Object> {

    private final ContextInternal context = Objects.requireNonNull(ContextInternal.current(), "not on an event loop");
    private final PromiseInternal<T> promise = context.promise();

    /** Returns a future with the same result as another one, but whose callbacks run in the current context. */
    public static <T extends @Nullable Object> Future<T> onCurrentContext(Future<T> other) {
        @Nullable ContextInternal current = ContextInternal.current();
        if (current == null || current.equals(((FutureInternal<T>) other).context())) {
            return other;
        }
        ContextPromise<T> own = new ContextPromise<>();
        other.onComplete(own.promise);
        return own.future();
    }

    /** Runs work in this promise's context, synchronously. The caller must be on its event loop. */
    public void dispatch(Runnable work) {
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
