package io.loomi.transactions.entities;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry of the ledger.
 *
 * @param failureReason the type of the problem, if the transaction failed
 * @param transfer transfers only: the counterparty, and the id that both sides share
 * @param reversesId the transaction that a reversal reverses
 * @param actedBy the administrator who made the transaction, if not the owner
 * @param hold the expiry of a hold, and the captured amount
 * @param reversedAmount how much of the transaction was reversed; usually zero
 * @param movement the movement of the account; empty unless the transaction is completed
 * @param deferred whether the caller or the recipient has not been checked yet
 * @param correlationId the correlation id of the first request
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
        Optional<UUID> actedBy,
        Optional<Hold> hold,
        BigDecimal reversedAmount,
        Optional<Movement> movement,
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

    /** The transaction as it was when it ended, before any reversal. */
    public Transaction beforeReversals() {
        return with(status, hold, movement, movement.map(Movement::completedAt).orElse(updatedAt));
    }

    private Transaction with(
            TransactionStatus state, Optional<Hold> held, Optional<Movement> moved, Instant changedAt) {
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
                actedBy,
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
    public record Movement(long sequence, BigDecimal balanceAfter, Instant completedAt) {}
}
