package io.loomi.transactions.entities;

import java.time.Instant;
import java.util.Optional;

/**
 * Which transactions of an account; what is empty does not limit.
 *
 * @param from inside
 * @param to outside
 */
public record HistoryFilter(
        Optional<TransactionType> type,
        Optional<TransactionStatus> status,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Money> minAmount,
        Optional<Money> maxAmount) {}
