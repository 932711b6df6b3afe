package io.loomi.transactions.entities;

/** Text for people: they see all of it, in the order in which it is written. */
final class VisibleText {

    /** Joiners and marks of direction, which scripts and emoji need, and signs before numbers, which are seen. */
    private static final String NEEDED =
            "\u200C\u200D\u200E\u200F\u061C\u0600\u0601\u0602\u0603\u0604\u0605\u06DD\u070F\u0890\u0891\u08E2"
                    + Character.toString(0x110BD) + Character.toString(0x110CD);

    private VisibleText() {}

    /** @throws IllegalArgumentException where a character controls, turns the text around it, or is an invisible format character */
    static String require(String text) {
        if (text.codePoints().anyMatch(VisibleText::hides)) {
            throw new IllegalArgumentException(
                    "must have no control or invisible format characters, and none that turn the text around them");
        }
        return text;
    }

    private static boolean hides(int c) {
        return Character.isISOControl(c) || (Character.getType(c) == Character.FORMAT && NEEDED.indexOf(c) < 0);
    }
}
