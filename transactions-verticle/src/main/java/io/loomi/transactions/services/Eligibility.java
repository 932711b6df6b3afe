package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.transactions.clients.Customers;
import io.loomi.transactions.clients.Recipients;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Who may move money, and who may receive it; fails with Unavailable where customers cannot say. */
public final class Eligibility {

    private final Customers customers;
    private final Recipients recipients;

    public Eligibility(Customers customers, Recipients recipients) {
        this.customers = customers;
        this.recipients = recipients;
    }

    /** Fails with Forbidden when the caller may not use the bank. */
    Future<Void> requireActive(Caller caller) {
        return customers.statusOf(caller).compose(Eligibility::requireActive);
    }

    private static Future<Void> requireActive(CustomerStatus status) {
        return status == CustomerStatus.ACTIVE ? Future.succeededFuture() : refuse(Refusals.CUSTOMER_NOT_ACTIVE);
    }

    /** What the bank itself may know of somebody who is not there to be asked for; empty when there is no such person. */
    Future<Optional<Customer>> find(UUID person) {
        return recipients.find(new Recipient.ById(person));
    }

    /** As {@link #requireActive(Caller)}, of somebody who was looked up. */
    static Future<Void> requireActive(Optional<Customer> found) {
        return requireActive(found.map(Customer::status).orElse(CustomerStatus.DELETED));
    }

    /** The id of whom a sender means; fails with Refused when they cannot receive the sender's money. */
    Future<UUID> requireRecipient(UUID sender, Recipient recipient) {
        return recipients.find(recipient).compose(found -> requireRecipient(sender, found));
    }

    private static Future<UUID> requireRecipient(UUID sender, Optional<Customer> found) {
        if (found.isEmpty() || found.get().status() == CustomerStatus.DELETED) {
            return refuse(Refusals.UNKNOWN_RECIPIENT);
        }
        if (found.get().id().equals(sender)) {
            return refuse(Refusals.TRANSFER_TO_ONESELF);
        }
        return found.get().status() == CustomerStatus.ACTIVE
                ? Future.succeededFuture(found.get().id())
                : refuse(Refusals.RECIPIENT_NOT_ACTIVE);
    }

    private static <T> Future<T> refuse(String reason) {
        return Future.failedFuture(Refusals.of(reason));
    }
}
