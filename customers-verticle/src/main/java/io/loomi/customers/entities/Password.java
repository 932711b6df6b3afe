package io.loomi.customers.entities;

import java.text.Normalizer;

/** A password in clear text, in NFKC, so that keyboards which encode a character differently give the same password. */
public record Password(String value) {

    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 128;

    public Password {
        value = Normalizer.normalize(value, Normalizer.Form.NFKC);
    }

    /** Parses a new password: 8 to 128 characters. */
    public static Password parseNew(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw new IllegalArgumentException("must be 8 to 128 characters");
        }
        return new Password(text);
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
