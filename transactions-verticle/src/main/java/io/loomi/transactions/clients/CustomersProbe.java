package io.loomi.transactions.clients;

import io.loomi.common.resilience.Probe;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** Finds out whether customers answers, by looking up a recipient who never exists. */
public final class CustomersProbe implements Supplier<Future<?>> {

    private static final Recipient NOBODY = new Recipient.ById(new UUID(0, 0));

    private final Probe probe;

    /** @param customers called once per probe, without retries */
    public CustomersProbe(Vertx vertx, Recipients customers, InstantSource clock) {
        this.probe = new Probe(vertx, () -> customers.find(NOBODY), clock);
    }

    @Override
    public Future<?> get() {
        return probe.get();
    }
}
