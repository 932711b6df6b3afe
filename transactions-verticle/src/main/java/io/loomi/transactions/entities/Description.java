package io.loomi.transactions.entities;

/** What a transaction is for, exactly as the person wrote it. One that is stored may be older than the rules of today. */
public record Description(String value) {

    private static final int LONGEST = 500;

    /**
     * One that somebody writes now.
     *
     * @throws IllegalArgumentException when it has more than 500 characters, or characters that are not seen
     */
    public static Description chosen(String text) {
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw new IllegalArgumentException("must be 500 characters at most");
        }
        return new Description(VisibleText.require(text));
    }
}
