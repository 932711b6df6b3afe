package io.loomi.transactions.entities;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * A request for a reversal.
 *
 * @param askedBy the caller: the owner or an administrator
 * @param userId the owner of the transaction
 * @param amount the amount to reverse; empty for all that is left
 */
public record NewReversal(
        UUID askedBy,
        UUID userId,
        UUID transactionId,
        Optional<Money> amount,
        Optional<Description> description,
        Optional<IdempotencyKey> key) {

    /** Returns the same request for this owner, because an administrator may reverse any transaction. */
    public NewReversal of(UUID owner) {
        return new NewReversal(askedBy, owner, transactionId, amount, description, key);
    }

    /** Returns the administrator who acts for the owner; empty if the owner acts. */
    public Optional<UUID> actedBy() {
        return Optional.of(askedBy).filter(caller -> !caller.equals(userId));
    }

    /**
     * Returns the key as the ledger stores it among the owner's keys. The key of an administrator is stored in a form
     * that no owner can send, so that neither gets a replay of the other's request.
     */
    public Optional<String> recordedKey() {
        return key.map(sent -> actedBy()
                .map(administrator ->
                        "§" + administrator + " " + HexFormat.of().formatHex(RequestHash.of(sent.value())))
                .orElse(sent.value()));
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
