package io.loomi.transactions.entities;

import java.util.Locale;

/** What customers says of a person; one whom it does not know counts as deleted. */
public enum CustomerStatus {
    ACTIVE,
    SUSPENDED,
    DELETED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CustomerStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
