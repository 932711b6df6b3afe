package io.loomi.transactions.entities;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of the ledger.
 *
 * @param sequence counts the transactions of the account, from 1, without gaps
 * @param balanceAfter the balance once it was done or declined
 * @param correlationId of the request that asked for it first
 * @param failureReason why it failed, where it did: the type of the problem that was answered
 */
public record Transaction(
        UUID id,
        UUID userId,
        long sequence,
        TransactionType type,
        Money amount,
        Optional<String> description,
        TransactionStatus status,
        BigDecimal balanceAfter,
        String correlationId,
        Optional<String> failureReason,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> completedAt) {}
