package io.loomi.common.testing;

import java.util.List;

/** Characters that must not be in text for customers, and similar ones that are allowed. */
public final class DeceptiveText {

    /** Direction controls and invisible format characters. */
    public static final List<Integer> REFUSED = List.of(
            0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x00AD, 0x200B, 0x2060, 0x2061,
            0x2064, 0x206A, 0x206F, 0xFEFF, 0xFFF9, 0xFFFB, 0xE0001, 0xE0041, 0x180E, 0x1D173);

    /** Joiners, direction marks, and signs before a number. */
    public static final List<Integer> NEEDED = List.of(0x200C, 0x200D, 0x200E, 0x200F, 0x061C, 0x0600, 0x110BD);

    private DeceptiveText() {}

    /** A text that contains the character. */
    public static String with(int character) {
        return "for " + Character.toString(character) + "Ana";
    }
}
