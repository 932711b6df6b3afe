package io.loomi.transactions.model;

import java.math.BigDecimal;

/**
 * An operation of a customer. A number selects one of the transactions that exist by then, so any sequence of operations is valid and
 * can be shrunk. The owner of the transaction or a stranger runs the operation.
 */
public sealed interface Operation {

    /** @param person the number of the customer */
    record Credit(int person, BigDecimal amount) implements Operation {}

    record Debit(int person, BigDecimal amount, boolean held) implements Operation {}

    record Transfer(int person, int recipient, BigDecimal amount, boolean held) implements Operation {}

    /** @param amount null for the whole amount */
    record Capture(int transaction, boolean stranger, BigDecimal amount) implements Operation {}

    record Void(int transaction, boolean stranger) implements Operation {}

    /** @param amount null for all that is left */
    record Reversal(int transaction, boolean stranger, BigDecimal amount) implements Operation {}

    /** Sends an earlier posting again with its key. */
    record Repetition(int posting) implements Operation {}
}
