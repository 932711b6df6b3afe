package io.loomi.transactions.entities;

import java.time.Instant;
import java.util.Optional;

/**
 * Which transactions of an account; what is empty does not limit.
 *
 * @param from inside
 * @param to outside
 * @param words that the description has, all of them, in any order and case
 */
public record HistoryFilter(
        Optional<TransactionType> type,
        Optional<TransactionStatus> status,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Money> minAmount,
        Optional<Money> maxAmount,
        Optional<String> words) {}
