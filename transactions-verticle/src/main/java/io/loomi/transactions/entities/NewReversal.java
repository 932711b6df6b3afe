package io.loomi.transactions.entities;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * A reversal that is asked for.
 *
 * @param askedBy who asks for it: the owner or an administrator
 * @param userId whose transaction it is
 * @param amount how much of it, empty for all that is left
 */
public record NewReversal(
        UUID askedBy,
        UUID userId,
        UUID transactionId,
        Optional<Money> amount,
        Optional<Description> description,
        Optional<IdempotencyKey> key) {

    /** The same for a transaction of that person: an administrator reverses other people's. */
    public NewReversal of(UUID owner) {
        return new NewReversal(askedBy, owner, transactionId, amount, description, key);
    }

    /** Who acts for the owner, empty when the owner does. */
    public Optional<UUID> actedBy() {
        return Optional.of(askedBy).filter(person -> !person.equals(userId));
    }

    /**
     * The key as the ledger keeps it, among those of the owner: one of an administrator has a form that no owner can send, so that
     * neither is answered with what the other has asked for.
     */
    public Optional<String> recordedKey() {
        return key.map(sent -> actedBy()
                .map(person -> "§" + person + " " + HexFormat.of().formatHex(RequestHash.of(sent.value())))
                .orElse(sent.value()));
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
