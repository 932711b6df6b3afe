package io.loomi.transactions.clients;

import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.util.Optional;

/** Who people are, as the bank itself may know it. */
@FunctionalInterface
public interface Recipients {

    /** Empty when there is no such person; fails with Unavailable when it cannot be learnt now. */
    Future<Optional<Customer>> find(Recipient recipient);
}
