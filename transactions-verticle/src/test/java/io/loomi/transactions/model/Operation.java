package io.loomi.transactions.model;

import java.math.BigDecimal;

/**
 * Something that one of the people does. Which transaction it is about is a number, counted among those that there are by
 * then, so that any sequence of operations makes sense and can be shortened. What is done to a transaction is done by its
 * owner, or by a stranger.
 */
public sealed interface Operation {

    /** @param person the number of who does it */
    record Credit(int person, BigDecimal amount) implements Operation {}

    record Debit(int person, BigDecimal amount, boolean held) implements Operation {}

    record Transfer(int person, int recipient, BigDecimal amount, boolean held) implements Operation {}

    /** @param amount null for all of it */
    record Capture(int transaction, boolean stranger, BigDecimal amount) implements Operation {}

    record Void(int transaction, boolean stranger) implements Operation {}

    /** @param amount null for all that is left */
    record Reversal(int transaction, boolean stranger, BigDecimal amount) implements Operation {}

    /** Something that was posted before is sent again with its key. */
    record Repetition(int posting) implements Operation {}
}
