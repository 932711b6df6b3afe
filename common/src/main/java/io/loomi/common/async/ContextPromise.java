package io.loomi.common.async;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.Objects;

/**
 * A promise to the request that makes it: whoever completes it, and in whatever context, what follows runs in the
 * request's own context, and so under its own correlation.
 */
public final class ContextPromise<T> {

    private final Promise<T> promise = Promise.promise();
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");

    /** What a future comes to that belongs to somebody else, for this request to go on with. */
    public static <T> Future<T> following(Future<T> other) {
        if (Vertx.currentContext() == null) {
            return other;
        }
        ContextPromise<T> own = new ContextPromise<>();
        other.onComplete(own::complete);
        return own.future();
    }

    /** Does some work in its context, at once: the caller must be on its event loop. */
    public void inItsContext(Runnable work) {
        ((ContextInternal) context).dispatch(work);
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
