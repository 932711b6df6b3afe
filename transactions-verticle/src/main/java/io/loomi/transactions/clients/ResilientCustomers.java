package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.common.resilience.Resilience;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;

/** Adds retries and the breaker to lookups of callers. */
public final class ResilientCustomers implements Customers {

    private final Customers source;
    private final Resilience resilience;

    public ResilientCustomers(Customers source, Resilience resilience) {
        this.source = source;
        this.resilience = resilience;
    }

    @Override
    public Future<CustomerStatus> statusOf(Caller caller) {
        return resilience.call(() -> source.statusOf(caller), HttpCustomers.UNKNOWN);
    }
}
