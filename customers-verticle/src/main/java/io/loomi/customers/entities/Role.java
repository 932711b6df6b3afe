package io.loomi.customers.entities;

import java.util.Locale;

/** A customer's role, which determines their permissions. */
public enum Role {
    USER,
    ADMIN;

    /** The role as the database and the API have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
