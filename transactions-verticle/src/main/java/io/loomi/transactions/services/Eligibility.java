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

/** Checks who may move money and who may receive it. Fails with Unavailable if customers does not answer. */
public final class Eligibility {

    private final Customers customers;
    private final Recipients recipients;

    public Eligibility(Customers customers, Recipients recipients) {
        this.customers = customers;
        this.recipients = recipients;
    }

    /** Fails with Forbidden if the caller is not an active customer. */
    Future<Void> requireActive(Caller caller) {
        return customers.statusOf(caller).compose(Eligibility::requireActive);
    }

    private static Future<Void> requireActive(CustomerStatus status) {
        return status == CustomerStatus.ACTIVE ? Future.succeededFuture() : refuse(LedgerFailures.CUSTOMER_NOT_ACTIVE);
    }

    /** Looks a customer up as the service, without a token of the customer; empty if there is none. */
    Future<Optional<Customer>> find(UUID userId) {
        return recipients.find(new Recipient.ById(userId));
    }

    /** As {@link #requireActive(Caller)}, for a customer that was looked up. */
    static Future<Void> requireActive(Optional<Customer> found) {
        return requireActive(found.map(Customer::status).orElse(CustomerStatus.DELETED));
    }

    /** The recipient's id; fails with Refused if the recipient cannot receive money from this sender. */
    Future<UUID> requireRecipient(UUID sender, Recipient recipient) {
        return recipients.find(recipient).compose(found -> requireRecipient(sender, found));
    }

    private static Future<UUID> requireRecipient(UUID sender, Optional<Customer> found) {
        if (found.isEmpty() || found.get().status() == CustomerStatus.DELETED) {
            return refuse(LedgerFailures.UNKNOWN_RECIPIENT);
        }
        if (found.get().id().equals(sender)) {
            return refuse(LedgerFailures.TRANSFER_TO_ONESELF);
        }
        return found.get().status() == CustomerStatus.ACTIVE
                ? Future.succeededFuture(found.get().id())
                : refuse(LedgerFailures.RECIPIENT_NOT_ACTIVE);
    }

    private static <T> Future<T> refuse(String reason) {
        return Future.failedFuture(LedgerFailures.of(reason));
    }
}
