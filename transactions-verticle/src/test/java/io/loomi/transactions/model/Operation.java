package io.loomi.transactions.model;

import java.math.BigDecimal;

/**
 * An operation of a customer. A transaction is selected by a number among those that exist at that time, so that any
 * sequence of operations is valid and can be shrunk. The owner of the transaction runs the operation, or another
 * customer ({@code stranger}).
 */
public sealed interface Operation {

    /** @param customer the number of the customer */
    record Credit(int customer, BigDecimal amount) implements Operation {}

    record Debit(int customer, BigDecimal amount, boolean held) implements Operation {}

    record Transfer(int customer, int recipient, BigDecimal amount, boolean held) implements Operation {}

    /** @param amount null for the whole amount */
    record Capture(int transaction, boolean stranger, BigDecimal amount) implements Operation {}

    record Void(int transaction, boolean stranger) implements Operation {}

    /** @param amount null for all that is left */
    record Reversal(int transaction, boolean stranger, BigDecimal amount) implements Operation {}

    /** Sends an earlier posting again with its key. */
    record Repetition(int posting) implements Operation {}
}
