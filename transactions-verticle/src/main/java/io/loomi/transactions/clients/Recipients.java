package io.loomi.transactions.clients;

import io.loomi.common.resilience.Resilience;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.util.Optional;

/** Looks up customers as the service. */
@FunctionalInterface
public interface Recipients {

    /** Tells a caller that customers does not answer. */
    String NO_ANSWER = "The recipient cannot be looked up right now: try again in a moment.";

    /** Empty if there is no such customer; fails with Unavailable if the customers service does not answer. */
    Future<Optional<Customer>> find(Recipient recipient);

    /** Adds retries and the breaker. */
    static Recipients resilient(Recipients source, Resilience resilience) {
        return recipient -> resilience.call(() -> source.find(recipient), NO_ANSWER);
    }
}
