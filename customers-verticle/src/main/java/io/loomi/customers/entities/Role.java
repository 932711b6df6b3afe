package io.loomi.customers.entities;

import java.util.Locale;

/** What a person is to the bank. */
public enum Role {
    USER,
    ADMIN;

    /** As stored and as shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
