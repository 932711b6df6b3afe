package io.loomi.transactions.model;

import java.math.BigDecimal;

/** A transaction in the model. */
final class ModelEntry {

    final int owner;
    final boolean credit;
    final BigDecimal amount;
    String id = "";
    String status = "completed";
    boolean hold;
    boolean reversal;
    BigDecimal captured;
    BigDecimal reversed = BigDecimal.ZERO;
    /** For a transfer: the other account, and the entry on its side after the money has moved. */
    int counterparty = -1;

    ModelEntry otherSide;

    ModelEntry(int owner, boolean credit, BigDecimal amount) {
        this.owner = owner;
        this.credit = credit;
        this.amount = amount;
    }

    boolean isTransfer() {
        return counterparty >= 0;
    }

    BigDecimal moved() {
        return captured == null ? amount : captured;
    }

    BigDecimal leftToReverse() {
        return moved().subtract(reversed);
    }
}
