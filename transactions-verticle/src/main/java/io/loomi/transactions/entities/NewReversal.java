package io.loomi.transactions.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * A reversal that is asked for.
 *
 * @param userId whose transaction it is
 * @param amount how much of it, empty for all that is left
 */
public record NewReversal(
        UUID userId,
        UUID transactionId,
        Optional<Money> amount,
        Optional<Description> description,
        Optional<IdempotencyKey> key) {

    /** The same for a transaction of that person: an administrator reverses other people's. */
    public NewReversal of(UUID owner) {
        return new NewReversal(owner, transactionId, amount, description, key);
    }

    /** The SHA-256 of everything that is asked for: two requests with one key must agree in it. */
    public byte[] hash() {
        return RequestHash.of(
                "reversal",
                transactionId.toString(),
                amount.map(money -> money.value().toPlainString()).orElse("all"),
                description.map(Description::value).orElse("\0"));
    }
}
