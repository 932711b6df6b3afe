package io.loomi.transactions.entities;

import java.util.Locale;

/** How far a transaction has come; it only ever moves forward. */
public enum TransactionStatus {
    PENDING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** As stored and as shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static TransactionStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
