package io.loomi.transactions.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * A request for a reversal.
 *
 * @param userId the owner of the transaction
 * @param amount the amount to reverse; empty for all that is left
 */
public record NewReversal(
        UUID userId,
        UUID transactionId,
        Optional<Money> amount,
        Optional<Description> description,
        Optional<IdempotencyKey> key) {

    /** The same request for a transaction of another owner: an administrator may reverse any transaction. */
    public NewReversal of(UUID owner) {
        return new NewReversal(owner, transactionId, amount, description, key);
    }

    /** The SHA-256 of the request's content, which must be equal for all requests with the same key. */
    public byte[] hash() {
        return RequestHash.of(
                "reversal",
                transactionId.toString(),
                amount.map(money -> money.value().toPlainString()).orElse("all"),
                description.map(Description::value).orElse("\0"));
    }
}
