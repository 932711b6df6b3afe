package io.loomi.transactions.model;

import java.math.BigDecimal;

/** A transaction as the model keeps it. */
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
    /** Of a transfer: who it is with, and once it has moved the entry on their side. */
    int counterparty = -1;

    ModelEntry twin;

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
