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
 * A question for a breaker to learn whether the other service answers again. It is asked on the event loop that the probe was made on, under
 * a correlation and a deadline of its own.
 */
public final class Probe implements Supplier<Future<?>> {

    /** Short, so that a probe that is lost while the network comes back puts the closing of the breaker off by no more than this. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<Future<?>> question;
    private final InstantSource clock;
    private final ContextInternal loop;

    /** @param question harmless, and asked once */
    public Probe(Vertx vertx, Supplier<Future<?>> question, InstantSource clock) {
        this.question = question;
        this.clock = clock;
        this.loop = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
    }

    @Override
    public Future<?> get() {
        Promise<Object> answer = Promise.promise();
        loop.duplicate().runOnContext(_ -> {
            Correlation.bind(CorrelationId.fresh());
            Deadline.bind(Deadline.in(PATIENCE, clock));
            Future.succeededFuture().compose(_ -> question.get().mapEmpty()).onComplete(answer);
        });
        return answer.future();
    }
}
