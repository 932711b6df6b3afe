package io.loomi.customers.entities;

import java.util.Optional;

/**
 * Where somebody signs in from, as far as they say: to be shown to them again.
 *
 * @param userAgent 255 characters of it at most
 */
public record Origin(Optional<String> userAgent, String address) {

    /** Of what does not come from outside. */
    public static final Origin NONE = new Origin(Optional.empty(), "");

    private static final int LONGEST = 255;

    public Origin {
        userAgent = userAgent.map(Origin::printable).filter(text -> !text.isBlank());
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\p{C}", "");
        return clean.codePointCount(0, clean.length()) <= LONGEST
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, LONGEST));
    }
}
