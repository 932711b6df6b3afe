package io.loomi.customers.entities;

import io.loomi.common.values.VisibleText;

/** A name exactly as the customer writes it: 1 to 255 characters, not blank, on one line. */
public record PersonName(String value) {

    public static final PersonName OF_DELETED = new PersonName("Deleted person");

    private static final int MAX_LENGTH = 255;

    public PersonName {
        boolean oneLine = value.codePoints().noneMatch(PersonName::breaksLine);
        boolean visible = value.codePoints().anyMatch(PersonName::isVisible);
        if (!visible || value.codePointCount(0, value.length()) > MAX_LENGTH || !oneLine) {
            throw new IllegalArgumentException("must be 1 to 255 characters on one line, not all blank");
        }
    }

    /** Parses a new name. Rejects invisible characters; older names that have them stay valid. */
    public static PersonName parseNew(String text) {
        return new PersonName(VisibleText.require(text));
    }

    private static boolean breaksLine(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    /**
     * Whether the character is visible. A name may contain joiners and direction marks, but needs a visible character.
     */
    private static boolean isVisible(int c) {
        return !Character.isWhitespace(c) && !Character.isSpaceChar(c) && Character.getType(c) != Character.FORMAT;
    }
}
