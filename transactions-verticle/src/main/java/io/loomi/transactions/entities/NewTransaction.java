package io.loomi.transactions.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * A transaction that is asked for.
 *
 * @param userId whose account it moves
 * @param recipient who receives it; a debit with a recipient is a transfer
 * @param held true to hold the money until it is captured, false to move it at once
 * @param key tells a repeated request, empty when the caller does not care
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

    /** The SHA-256 of everything that is asked for, as it was asked: two requests with one key must agree in it. */
    public byte[] hash() {
        return RequestHash.of(
                type.text(),
                amount.value().toPlainString(),
                description.map(Description::value).orElse("\0"),
                recipient.map(Recipient::text).orElse("\0"),
                held ? "held" : "at once");
    }
}
