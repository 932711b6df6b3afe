package io.loomi.transactions.entities;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A movement of an account's balance.
 *
 * @param sequence the number of the movement in its account
 * @param amount the amount moved; for a hold, the captured amount
 * @param balance the balance after the movement
 */
public record StatementLine(
        long sequence,
        UUID id,
        TransactionType type,
        Money amount,
        Optional<Description> description,
        Instant createdAt,
        BigDecimal balance) {}
