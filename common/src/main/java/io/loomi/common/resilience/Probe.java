package io.loomi.common.resilience;

import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The call that a half-open breaker sends to find out whether the other service answers again. It runs on its creator's
 * event loop, with its own correlation id and deadline.
 */
public final class Probe implements Supplier<Future<?>> {

    /** Short, because a lost probe delays the closing of the breaker by this time. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<Future<?>> call;
    private final InstantSource clock;
    private final ContextInternal loop;

    /** @param call must not change anything; it is not retried */
    public Probe(Vertx vertx, Supplier<Future<?>> call, InstantSource clock) {
        this.call = call;
        this.clock = clock;
        this.loop = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
    }

    @Override
    public Future<?> get() {
        Promise<Object> answer = Promise.promise();
        loop.duplicate().runOnContext(_ -> {
            Correlation.bind(CorrelationId.fresh());
            Deadline.bind(Deadline.in(TIMEOUT, clock));
            Future.succeededFuture().compose(_ -> call.get().mapEmpty()).onComplete(answer);
        });
        return answer.future();
    }
}
