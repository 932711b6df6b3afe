package io.loomi.transactions.entities;

/** What a transaction is for, exactly as the person writes it: 500 characters at most. */
public record Description(String value) {

    private static final int LONGEST = 500;

    public Description {
        if (value.codePointCount(0, value.length()) > LONGEST) {
            throw new IllegalArgumentException("must be 500 characters at most");
        }
    }

    /** One that somebody gives: with nothing in it that is not seen. Earlier ones go on. */
    public static Description chosen(String text) {
        return new Description(VisibleText.require(text));
    }
}
