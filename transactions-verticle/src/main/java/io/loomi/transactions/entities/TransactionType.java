package io.loomi.transactions.entities;

import java.util.Locale;

/** Which way the money goes, seen from the account. */
public enum TransactionType {
    CREDIT,
    DEBIT;

    /** As stored and as shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static TransactionType of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
