package io.loomi.transactions.clients;

import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.util.Optional;

/** Looks up customers as the service. */
@FunctionalInterface
public interface Recipients {

    /** Empty if there is no such customer; fails with Unavailable if the customers service does not answer. */
    Future<Optional<Customer>> find(Recipient recipient);
}
