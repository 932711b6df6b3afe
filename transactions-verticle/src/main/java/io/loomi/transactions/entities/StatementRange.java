package io.loomi.transactions.entities;

import java.math.BigDecimal;

/**
 * The movements that a statement shows.
 *
 * @param openingBalance the balance before the first movement
 * @param after the sequence of the last movement before the first one, 0 if there is none
 * @param last the sequence of the last movement
 */
public record StatementRange(BigDecimal openingBalance, long after, long last) {}
