package io.loomi.transactions.entities;

import java.math.BigDecimal;

/** An amount of BRL that moves: 0.01 to 99,999,999.99, exact to the cent. */
public record Money(BigDecimal value) {

    private static final BigDecimal LEAST = new BigDecimal("0.01");
    private static final BigDecimal MOST = new BigDecimal("99999999.99");
    private static final int DECIMALS = 2;

    public Money {
        if (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("must be 0.01 to 99999999.99");
        }
        if (value.stripTrailingZeros().scale() > DECIMALS) {
            throw new IllegalArgumentException("must have two decimals at most");
        }
        value = value.setScale(DECIMALS);
    }

    public static Money of(String text) {
        return new Money(new BigDecimal(text));
    }
}
