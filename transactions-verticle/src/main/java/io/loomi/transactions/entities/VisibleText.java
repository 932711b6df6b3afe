package io.loomi.transactions.entities;

/** Checks that readers see all of a text, in the order in which it is written. */
final class VisibleText {

    /** Allowed format characters: joiners and direction marks, which scripts and emoji need, and visible signs before numbers. */
    private static final String ALLOWED =
            "\u200C\u200D\u200E\u200F\u061C\u0600\u0601\u0602\u0603\u0604\u0605\u06DD\u070F\u0890\u0891\u08E2"
                    + Character.toString(0x110BD) + Character.toString(0x110CD);

    private VisibleText() {}

    /** @throws IllegalArgumentException where a character controls, turns the text around it, or is an invisible format character */
    static String require(String text) {
        if (text.codePoints().anyMatch(VisibleText::isInvisible)) {
            throw new IllegalArgumentException(
                    "must have no control or invisible format characters, and none that turn the text around them");
        }
        return text;
    }

    private static boolean isInvisible(int c) {
        return Character.isISOControl(c) || (Character.getType(c) == Character.FORMAT && ALLOWED.indexOf(c) < 0);
    }
}
