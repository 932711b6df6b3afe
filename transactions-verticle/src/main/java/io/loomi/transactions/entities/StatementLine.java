package io.loomi.transactions.entities;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A move of an account's balance.
 *
 * @param sequence its place among the moves of the account
 * @param amount what was moved; of a hold, what was captured
 * @param balance of the account once it had moved
 */
public record StatementLine(
        long sequence,
        UUID id,
        TransactionType type,
        Money amount,
        Optional<Description> description,
        Instant createdAt,
        BigDecimal balance) {}
