package io.loomi.transactions.entities;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The account of a customer, in BRL.
 *
 * @param held the part of the balance that holds and deferred debits have reserved
 * @param updatedAt empty before the first transaction
 */
public record Account(UUID userId, BigDecimal balance, BigDecimal held, Optional<Instant> updatedAt) {

    public static final String CURRENCY = "BRL";

    private static final int DECIMALS = 2;

    public Account {
        balance = balance.setScale(DECIMALS);
        held = held.setScale(DECIMALS);
    }

    public static Account empty(UUID userId) {
        return new Account(userId, BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty());
    }

    public BigDecimal available() {
        return balance.subtract(held);
    }
}
