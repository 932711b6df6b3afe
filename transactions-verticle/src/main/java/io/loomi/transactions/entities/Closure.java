package io.loomi.transactions.entities;

import java.math.BigDecimal;

/**
 * The result of closing an account.
 *
 * @param closed whether the account is closed now; if not, the other fields say what is still in it
 * @param pending the number of pending transactions, including holds
 */
public record Closure(boolean closed, BigDecimal balance, BigDecimal held, long pending) {}
