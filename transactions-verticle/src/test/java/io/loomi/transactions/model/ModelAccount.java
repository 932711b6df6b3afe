package io.loomi.transactions.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** An account in the model. */
final class ModelAccount {

    BigDecimal balance = new BigDecimal("0.00");
    BigDecimal held = new BigDecimal("0.00");
    /** The movements in order, each with the balance after it. */
    final List<Line> lines = new ArrayList<>();

    record Line(boolean credit, BigDecimal amount, BigDecimal balance) {}

    boolean has(BigDecimal amount) {
        return balance.subtract(held).compareTo(amount) >= 0;
    }

    void move(boolean credit, BigDecimal amount) {
        balance = credit ? balance.add(amount) : balance.subtract(amount);
        lines.add(new Line(credit, amount, balance));
    }
}
