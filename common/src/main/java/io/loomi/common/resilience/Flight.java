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

/** A call that several requests wait for: it has a deadline of its own, and each of them waits until theirs. */
final class Flight {

    private static final Duration LEAST_WAIT = Duration.ofMillis(1);

    private Flight() {}

    /**
     * Makes the call at once, in a context of its own with all that the caller's has but for the deadline: that one is a new request's,
     * or none where the caller has none.
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

    /** What it comes to, in the context of the caller; fails with {@link Unreachable} when the caller may wait no longer. */
    static <T> Future<T> await(Future<T> flight) {
        Optional<Duration> limit = Deadline.current().map(Deadline::leftToAsk);
        if (limit.isEmpty() || flight.isComplete()) {
            return ContextPromise.onCurrentContext(flight);
        }
        Duration wait = limit.get().compareTo(LEAST_WAIT) > 0 ? limit.get() : LEAST_WAIT;
        return TimeLimit.on(flight, wait)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException ? new Unreachable("no answer in time") : failure));
    }
}
