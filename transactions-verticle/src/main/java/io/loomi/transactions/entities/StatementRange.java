package io.loomi.transactions.entities;

import java.math.BigDecimal;

/**
 * The movements that a statement shows.
 *
 * @param openingBalance the balance before the first of them
 * @param after the sequence of the last movement before them, 0 for none
 * @param last the sequence of the last of them
 */
public record StatementRange(BigDecimal openingBalance, long after, long last) {}
