package io.loomi.transactions.entities;

import java.math.BigDecimal;

/** An amount of BRL that moves, exact to the cent. What is stored is what the database's constraints allow. */
public record Money(BigDecimal value) {

    private static final BigDecimal LEAST = new BigDecimal("0.01");
    private static final BigDecimal MOST = new BigDecimal("99999999.99");
    private static final int DECIMALS = 2;

    /** @throws ArithmeticException when it has parts of a cent */
    public Money {
        value = value.setScale(DECIMALS);
    }

    /**
     * One that somebody asks for now.
     *
     * @throws IllegalArgumentException unless it is 0.01 to 99,999,999.99 with two decimals at most
     */
    public static Money chosen(BigDecimal value) {
        if (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("must be 0.01 to 99999999.99");
        }
        if (value.stripTrailingZeros().scale() > DECIMALS) {
            throw new IllegalArgumentException("must have two decimals at most");
        }
        return new Money(value);
    }

    /** As {@link #chosen}, of what was written as a text. */
    public static Money of(String text) {
        return chosen(new BigDecimal(text));
    }
}
