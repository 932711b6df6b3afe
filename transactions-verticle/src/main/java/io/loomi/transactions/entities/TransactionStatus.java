package io.loomi.transactions.entities;

import java.util.Locale;

/** The status of a transaction. {@code PENDING} may change to any other; the others are final. */
public enum TransactionStatus {
    PENDING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** The name in the database and in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static TransactionStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
