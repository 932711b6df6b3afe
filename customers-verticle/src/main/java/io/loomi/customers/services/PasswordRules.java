package io.loomi.customers.services;

import io.loomi.customers.entities.Password;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which passwords people may choose, after NIST SP 800-63B: their length counts, no kinds of characters are asked for, and
 * those that everybody tries first are refused. Thread-safe.
 */
public final class PasswordRules {

    private static final String COMMON = "customers/common-passwords.txt";

    /** In lower case. */
    private final Set<String> common;

    private PasswordRules(Set<String> common) {
        this.common = common;
    }

    /** Reads the list of common passwords from the class path: not on an event loop. */
    public static PasswordRules load() {
        try (@Nullable InputStream file = PasswordRules.class.getClassLoader().getResourceAsStream(COMMON)) {
            String text = new String(Objects.requireNonNull(file, COMMON).readAllBytes(), StandardCharsets.UTF_8);
            return new PasswordRules(text.lines().collect(Collectors.toUnmodifiableSet()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * A password that someone chooses.
     *
     * @throws IllegalArgumentException when it is too short, too long or too common
     */
    public Password choose(String text) {
        Password chosen = Password.chosen(text);
        if (isCommon(chosen)) {
            throw new IllegalArgumentException("is one of the passwords that everybody tries first: choose another");
        }
        return chosen;
    }

    public boolean isCommon(Password password) {
        return common.contains(password.value().toLowerCase(Locale.ROOT));
    }
}
