package io.loomi.customers.services;

import io.loomi.customers.entities.Password;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules for new passwords, after NIST SP 800-63B: a minimum length, no required kinds of characters, and no common passwords.
 * Thread-safe.
 */
public final class PasswordRules {

    private static final String COMMON = "customers/common-passwords.txt";

    /**
     * One per line, in lower case and sorted. A set would take ten times the memory, and time to build at each start.
     */
    private final String common;

    private PasswordRules(String common) {
        this.common = common;
    }

    /** Loads the common passwords from the class path. Blocks, so do not call it on an event loop. */
    public static PasswordRules load() {
        try (@Nullable InputStream file = PasswordRules.class.getClassLoader().getResourceAsStream(COMMON)) {
            return of(new String(Objects.requireNonNull(file, COMMON).readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @param common one per line, sorted; each line ends with a line feed */
    static PasswordRules of(String common) {
        return new PasswordRules(common);
    }

    /**
     * Parses a new password.
     *
     * @throws IllegalArgumentException when it is too short, too long or too common
     */
    public Password parseNew(String text) {
        Password newPassword = Password.parseNew(text);
        if (isCommon(newPassword)) {
            throw new IllegalArgumentException("is a common password: choose another");
        }
        return newPassword;
    }

    public boolean isCommon(Password password) {
        String wanted = password.value().toLowerCase(Locale.ROOT);
        int from = 0;
        int to = common.length();
        while (from < to) {
            int start = common.lastIndexOf('\n', (from + to) / 2 - 1) + 1;
            int end = common.indexOf('\n', start);
            int order = wanted.compareTo(common.substring(start, end));
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                to = start;
            } else {
                from = end + 1;
            }
        }
        return false;
    }
}
