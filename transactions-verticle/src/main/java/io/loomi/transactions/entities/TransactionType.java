package io.loomi.transactions.entities;

import java.util.Locale;

/** The direction of the money, seen from the account. */
public enum TransactionType {
    CREDIT,
    DEBIT;

    /** The name in the database and in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static TransactionType of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
