package io.loomi.transactions.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * A request for a transaction.
 *
 * @param userId the owner of the account
 * @param recipient the recipient; a debit with a recipient is a transfer
 * @param held true to hold the money until it is captured, false to move it now
 * @param key makes the request repeatable; empty if the client sent none
 */
public record NewTransaction(
        UUID userId,
        TransactionType type,
        Money amount,
        Optional<Description> description,
        Optional<Recipient> recipient,
        boolean held,
        Optional<IdempotencyKey> key) {

    public NewTransaction {
        if (type == TransactionType.CREDIT && (recipient.isPresent() || held)) {
            throw new IllegalArgumentException("a credit has no recipient and cannot be held");
        }
    }

    /** The SHA-256 of the request's content as sent, which must be equal for all requests with the same key. */
    public byte[] hash() {
        return RequestHash.of(
                type.text(),
                amount.value().toPlainString(),
                description.map(Description::value).orElse("\0"),
                recipient.map(Recipient::text).orElse("\0"),
                held ? "held" : "at once");
    }
}
