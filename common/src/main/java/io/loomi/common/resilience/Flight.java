package io.loomi.common.resilience;

import io.loomi.common.async.ContextPromise;
import io.loomi.common.async.TimeLimit;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that several requests share. The call has its own deadline, and each request waits until the request's
 * deadline.
 */
final class Flight {

    private static final Duration MIN_WAIT = Duration.ofMillis(1);

    private Flight() {}

    /**
     * Starts the call now, in a copy of the caller's context. The copy has the deadline of a new request, or none when
     * the caller has none.
     */
    static <T> Future<T> begin(Supplier<Future<T>> call) {
        @Nullable ContextInternal caller = ContextInternal.current();
        if (caller == null) {
            return attempt(call);
        }
        ContextInternal own = caller.duplicate(true);
        PromiseInternal<T> outcome = own.promise();
        own.dispatch(() -> {
            Deadline.current().map(Deadline::clock).map(Deadline::ofRequest).ifPresent(Deadline::bind);
            attempt(call).onComplete(outcome);
        });
        return outcome.future();
    }

    private static <T> Future<T> attempt(Supplier<Future<T>> call) {
        return Future.succeededFuture().compose(_ -> call.get());
    }

    /** Returns the outcome in the caller's context. Fails with {@link Unreachable} when the caller's deadline passes first. */
    static <T> Future<T> await(Future<T> flight) {
        Optional<Duration> limit = Deadline.current().map(Deadline::leftForCalls);
        if (limit.isEmpty() || flight.isComplete()) {
            return ContextPromise.onCurrentContext(flight);
        }
        Duration wait = limit.get().compareTo(MIN_WAIT) > 0 ? limit.get() : MIN_WAIT;
        return TimeLimit.on(flight, wait)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException ? new Unreachable("no answer in time") : failure));
    }
}
