package io.loomi.customers.entities;

/** Checks that a text has no invisible characters and none that change its direction. */
final class VisibleText {

    /** Format characters that are allowed: joiners and direction marks, which scripts and emoji need, and visible number signs. */
    private static final String ALLOWED =
            "\u200C\u200D\u200E\u200F\u061C\u0600\u0601\u0602\u0603\u0604\u0605\u06DD\u070F\u0890\u0891\u08E2"
                    + Character.toString(0x110BD) + Character.toString(0x110CD);

    private VisibleText() {}

    /** @throws IllegalArgumentException when the text has a direction control or another invisible format character */
    static String require(String text) {
        if (text.codePoints().anyMatch(VisibleText::isInvisible)) {
            throw new IllegalArgumentException("must not contain direction controls or invisible format characters");
        }
        return text;
    }

    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT && ALLOWED.indexOf(c) < 0;
    }
}
