package io.loomi.customers.entities;

/** A name exactly as the person writes it: 1 to 255 characters, not blank, on one line. */
public record PersonName(String value) {

    public static final PersonName OF_DELETED = new PersonName("Deleted person");

    private static final int LONGEST = 255;

    public PersonName {
        boolean oneLine = value.codePoints().noneMatch(Character::isISOControl);
        if (value.isBlank() || value.codePointCount(0, value.length()) > LONGEST || !oneLine) {
            throw new IllegalArgumentException("must be 1 to 255 characters on one line, not all blank");
        }
    }
}
