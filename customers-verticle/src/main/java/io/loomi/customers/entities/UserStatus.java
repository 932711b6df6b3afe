package io.loomi.customers.entities;

import java.util.Locale;

/** Whether a person may use the bank. */
public enum UserStatus {
    ACTIVE,
    SUSPENDED,
    DELETED;

    /** As stored and as shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static UserStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
