package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.clients.Customers;
import io.loomi.transactions.clients.Recipients;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Who may move money, and who may receive it. */
public final class Standing {

    private final Customers customers;
    private final Recipients recipients;

    public Standing(Customers customers, Recipients recipients) {
        this.customers = customers;
        this.recipients = recipients;
    }

    /** Fails with Forbidden when the caller may not use the bank. */
    Future<Void> requireActive(Caller caller) {
        return customers.statusOf(caller).compose(Standing::requireActive);
    }

    private static Future<Void> requireActive(CustomerStatus status) {
        return status == CustomerStatus.ACTIVE
                ? Future.succeededFuture()
                : Future.failedFuture(new Failure.Forbidden(
                        "customer-not-active", "This person is %s and cannot move money.".formatted(status.text())));
    }

    /** The id of whom a sender means; fails with Refused when they cannot receive the sender's money. */
    Future<UUID> requireRecipient(UUID sender, Recipient recipient) {
        return recipients.find(recipient).compose(found -> requireRecipient(sender, found));
    }

    private static Future<UUID> requireRecipient(UUID sender, Optional<Customer> found) {
        if (found.isEmpty() || found.get().status() == CustomerStatus.DELETED) {
            return refuse("unknown-recipient", "Nobody of that id or e-mail address has an account here.");
        }
        if (found.get().id().equals(sender)) {
            return refuse("transfer-to-oneself", "A transfer goes to somebody else.");
        }
        return found.get().status() == CustomerStatus.ACTIVE
                ? Future.succeededFuture(found.get().id())
                : refuse("recipient-not-active", "The recipient cannot receive money now.");
    }

    private static <T> Future<T> refuse(String type, String detail) {
        return Future.failedFuture(new Failure.Refused(type, detail));
    }
}
