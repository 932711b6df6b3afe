package io.loomi.transactions.entities;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The status of a customer. A customer whom the customers service does not know counts as deleted. */
public enum CustomerStatus {
    ACTIVE,
    SUSPENDED,
    DELETED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for an unknown text, which another version may have sent. */
    public static Optional<CustomerStatus> find(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text().equals(text))
                .findFirst();
    }

    public static CustomerStatus of(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("not a status"));
    }
}
