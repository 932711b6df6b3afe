package io.loomi.transactions.entities;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry of the ledger.
 *
 * @param failureReason the problem type of a failed transaction; otherwise empty
 * @param transfer the counterparty and the shared id of a transfer; otherwise empty
 * @param reversesId the transaction that this reversal reverses; otherwise empty
 * @param hold the expiry and the captured amount of a hold; otherwise empty
 * @param reversedAmount how much of it was reversed
 * @param place the position of a completed transaction among the account's movements
 * @param deferred whether it is still deferred: customers has not yet confirmed its owner and recipient
 * @param correlationId of the first request
 */
public record Transaction(
        UUID id,
        UUID userId,
        TransactionType type,
        Money amount,
        Optional<Description> description,
        TransactionStatus status,
        Optional<String> failureReason,
        Optional<Transfer> transfer,
        Optional<UUID> reversesId,
        Optional<Hold> hold,
        BigDecimal reversedAmount,
        Optional<Place> place,
        boolean deferred,
        String correlationId,
        Instant createdAt,
        Instant updatedAt) {

    /** The transaction as first recorded: a hold is pending, and nothing is reversed. */
    public Transaction asRecorded() {
        return hold.isEmpty()
                ? beforeReversals()
                : with(TransactionStatus.PENDING, hold.map(Hold::beforeCapture), Optional.empty(), createdAt);
    }

    /** The transaction as it was when it completed or ended, before any reversal. */
    public Transaction beforeReversals() {
        return with(status, hold, place, place.map(Place::completedAt).orElse(updatedAt));
    }

    private Transaction with(TransactionStatus state, Optional<Hold> held, Optional<Place> moved, Instant changedAt) {
        return new Transaction(
                id,
                userId,
                type,
                amount,
                description,
                state,
                failureReason,
                transfer,
                reversesId,
                held,
                BigDecimal.ZERO,
                moved,
                deferred,
                correlationId,
                createdAt,
                changedAt);
    }

    /** @param id the id of the debit, which the credit of the transfer shares */
    public record Transfer(UUID counterpartyId, UUID id) {}

    /**
     * @param sequence the number of the movement in its account, from 1 without gaps
     * @param balanceAfter the balance after the movement
     */
    public record Place(long sequence, BigDecimal balanceAfter, Instant completedAt) {}
}
