package io.loomi.customers.entities;

import java.text.Normalizer;

/** A password in clear, on its way to being hashed: after NFKC, so that every keyboard gives the same. */
public record Password(String value) {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 128;

    public Password {
        value = Normalizer.normalize(value, Normalizer.Form.NFKC);
    }

    /** A password that someone chooses: 8 to 128 characters. */
    public static Password chosen(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < SHORTEST || length > LONGEST) {
            throw new IllegalArgumentException("must be 8 to 128 characters");
        }
        return new Password(text);
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
