package io.loomi.transactions.entities;

import java.time.Instant;
import java.util.Optional;

/**
 * Selects transactions of an account; an empty field does not filter.
 *
 * @param from inclusive
 * @param to exclusive
 * @param words words that the description must contain, all of them, in any order and case
 */
public record HistoryFilter(
        Optional<TransactionType> type,
        Optional<TransactionStatus> status,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Money> minAmount,
        Optional<Money> maxAmount,
        Optional<String> words) {}
