package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;

/** Looks up callers at the customers service. */
@FunctionalInterface
public interface Customers {

    /** The caller's own status; fails with Unavailable if customers does not answer. */
    Future<CustomerStatus> statusOf(Caller caller);
}
