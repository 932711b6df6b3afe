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
 * Probes customers by the lookup of a customer that does not exist, over the same path as recipients. It runs on the event loop
 * that created it, with its own correlation id and deadline.
 */
public final class CustomersProbe implements Supplier<Future<?>> {

    private static final Recipient NOBODY = new Recipient.ById(new UUID(0, 0));

    /** Short: a probe lost while the network recovers delays the closing of the breaker by this time. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Recipients customers;
    private final InstantSource clock;
    private final ContextInternal loop;

    /** @param customers called once per probe, without retries */
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
            Deadline.bind(Deadline.in(TIMEOUT, clock));
            Future.succeededFuture()
                    .compose(_ -> customers.find(NOBODY))
                    .mapEmpty()
                    .onComplete(answer);
        });
        return answer.future();
    }
}
