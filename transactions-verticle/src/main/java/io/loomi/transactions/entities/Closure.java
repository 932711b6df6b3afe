package io.loomi.transactions.entities;

import java.math.BigDecimal;

/**
 * What came of asking the ledger to close an account.
 *
 * @param closed whether it is; otherwise the rest says what is in the way
 * @param pending how many transactions are pending, holds among them
 */
public record Closure(boolean closed, BigDecimal balance, BigDecimal held, long pending) {}
