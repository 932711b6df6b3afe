package io.loomi.transactions.clients;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.resilience.Deadline;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Asks customers for nobody, the way that recipients are looked up, to learn whether it answers. It runs on the event loop that it
 * was made on, under a correlation and a deadline of its own.
 */
public final class CustomersProbe implements Supplier<Future<?>> {

    private static final Recipient NOBODY = new Recipient.ById(new UUID(0, 0));

    /** Short, so that a probe that is lost while the network comes back puts the closing of the breaker off by no more than this. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Recipients customers;
    private final InstantSource clock;
    private final ContextInternal loop;

    /** @param customers asked once */
    public CustomersProbe(Vertx vertx, Recipients customers, InstantSource clock) {
        this.customers = customers;
        this.clock = clock;
        this.loop = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
    }

    @Override
    public Future<?> get() {
        Promise<Object> answer = Promise.promise();
        loop.duplicate().runOnContext(_ -> {
            Correlation.bind(CorrelationId.fresh());
            Deadline.bind(Deadline.in(PATIENCE, clock));
            Future.succeededFuture()
                    .compose(_ -> customers.find(NOBODY))
                    .mapEmpty()
                    .onComplete(answer);
        });
        return answer.future();
    }
}
