package io.loomi.transactions.entities;

import io.loomi.common.values.VisibleText;

/**
 * What a transaction is for, exactly as the customer wrote it. A stored description may break today's rules, because it
 * may be older.
 */
public record Description(String value) {

    private static final int MAX_LENGTH = 500;

    /**
     * Checks a new description.
     *
     * @throws IllegalArgumentException if it has more than 500 characters, or forbidden invisible characters
     */
    public static Description parseNew(String text) {
        if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
            throw new IllegalArgumentException("must be 500 characters at most");
        }
        return new Description(VisibleText.require(text));
    }
}
