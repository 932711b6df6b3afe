package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;

/** What the customers service knows. */
@FunctionalInterface
public interface Customers {

    /** The caller's own status; fails with Unavailable when it cannot be learnt now. */
    Future<CustomerStatus> statusOf(Caller caller);
}
