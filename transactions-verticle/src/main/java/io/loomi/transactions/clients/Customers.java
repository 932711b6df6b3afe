package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.common.resilience.Resilience;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;

/** Looks up callers at the customers service. */
@FunctionalInterface
public interface Customers {

    /** Tells a caller that customers does not answer. */
    String NO_ANSWER = "Your status cannot be checked now: try again in a moment.";

    /** The caller's own status; fails with Unavailable if customers does not answer. */
    Future<CustomerStatus> statusOf(Caller caller);

    /** Adds retries and the breaker. */
    static Customers resilient(Customers source, Resilience resilience) {
        return caller -> resilience.call(() -> source.statusOf(caller), NO_ANSWER);
    }
}
