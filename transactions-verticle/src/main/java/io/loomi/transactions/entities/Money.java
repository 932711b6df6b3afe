package io.loomi.transactions.entities;

import java.math.BigDecimal;

/** An amount of BRL, exact to the cent. For stored amounts, the database's constraints set the range. */
public record Money(BigDecimal value) {

    private static final BigDecimal MIN = new BigDecimal("0.01");
    private static final BigDecimal MAX = new BigDecimal("99999999.99");
    private static final int DECIMALS = 2;

    /** @throws ArithmeticException if the value has fractions of a cent */
    public Money {
        value = value.setScale(DECIMALS);
    }

    /**
     * Checks the amount of a request.
     *
     * @throws IllegalArgumentException unless it is 0.01 to 99,999,999.99 with at most two decimals
     */
    public static Money requireValid(BigDecimal value) {
        if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("must be 0.01 to 99999999.99");
        }
        if (value.stripTrailingZeros().scale() > DECIMALS) {
            throw new IllegalArgumentException("must have two decimals at most");
        }
        return new Money(value);
    }

    /** As {@link #requireValid}, from text. */
    public static Money of(String text) {
        return requireValid(new BigDecimal(text));
    }
}
