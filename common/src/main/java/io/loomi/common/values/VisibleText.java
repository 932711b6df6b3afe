package io.loomi.common.values;

/** Checks that a text has no invisible characters and none that change its direction. */
public final class VisibleText {

    /** Allowed format characters: joiners and direction marks, which scripts and emoji need, and visible signs before numbers. */
    private static final String ALLOWED =
            "\u200C\u200D\u200E\u200F\u061C\u0600\u0601\u0602\u0603\u0604\u0605\u06DD\u070F\u0890\u0891\u08E2"
                    + Character.toString(0x110BD) + Character.toString(0x110CD);

    private VisibleText() {}

    /** @throws IllegalArgumentException if the text has a control character, a direction control or an invisible format character */
    public static String require(String text) {
        if (text.codePoints().anyMatch(VisibleText::isInvisible)) {
            throw new IllegalArgumentException(
                    "must not contain control characters, direction controls or invisible format characters");
        }
        return text;
    }

    private static boolean isInvisible(int c) {
        return Character.isISOControl(c) || (Character.getType(c) == Character.FORMAT && ALLOWED.indexOf(c) < 0);
    }
}
