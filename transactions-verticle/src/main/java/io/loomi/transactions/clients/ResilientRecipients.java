package io.loomi.transactions.clients;

import io.loomi.common.resilience.Resilience;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.util.Optional;

/** Adds retries and the breaker to lookups of recipients. */
public final class ResilientRecipients implements Recipients {

    private final Recipients source;
    private final Resilience resilience;

    public ResilientRecipients(Recipients source, Resilience resilience) {
        this.source = source;
        this.resilience = resilience;
    }

    @Override
    public Future<Optional<Customer>> find(Recipient recipient) {
        return resilience.call(() -> source.find(recipient), HttpRecipients.UNKNOWN);
    }
}
