package io.loomi.transactions.entities;

import java.math.BigDecimal;

/**
 * Which moves of an account a statement shows.
 *
 * @param openingBalance before the first of them
 * @param after the place of the last move before them, 0 for none
 * @param last the place of the last of them
 */
public record StatementRange(BigDecimal openingBalance, long after, long last) {}
