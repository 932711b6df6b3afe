package io.loomi.transactions.entities;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An entry of the ledger.
 *
 * @param failureReason why it failed, where it did: the type of the problem that was answered
 * @param transfer of a transfer: the other person and the id that both sides share
 * @param reversesId of a reversal: the transaction that it takes back
 * @param actedBy who did it, where it was not the person whose transaction it is: an administrator
 * @param hold of one that was held: when the hold ends, and what was captured
 * @param reversedAmount how much of it has been taken back, zero for most
 * @param place of a completed one: where it stands among the moves of the balance
 * @param deferred whether it is accepted and no more: who asked for it, or who receives it, is still to be checked
 * @param correlationId of the request that asked for it first
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
        Optional<Place> place,
        boolean deferred,
        String correlationId,
        Instant createdAt,
        Instant updatedAt) {

    /** As it was once it was recorded: a hold had not ended, and nothing was taken back. */
    public Transaction asRecorded() {
        return hold.isEmpty()
                ? beforeReversals()
                : with(TransactionStatus.PENDING, hold.map(Hold::begun), Optional.empty(), createdAt);
    }

    /** As it was once it had completed or ended otherwise: nothing was taken back. */
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
                actedBy,
                held,
                BigDecimal.ZERO,
                moved,
                deferred,
                correlationId,
                createdAt,
                changedAt);
    }

    /** @param id the id of the debit, which its credit carries too */
    public record Transfer(UUID counterpartyId, UUID id) {}

    /**
     * @param sequence counts the moves of the account's balance, from 1, without gaps
     * @param balanceAfter the balance once it had moved
     */
    public record Place(long sequence, BigDecimal balanceAfter, Instant completedAt) {}
}
