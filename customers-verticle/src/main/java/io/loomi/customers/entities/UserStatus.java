package io.loomi.customers.entities;

import java.util.Locale;

/** Whether a customer may use the bank. */
public enum UserStatus {
    ACTIVE,
    SUSPENDED,
    DELETED;

    /** The status as the database and the API have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static UserStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
