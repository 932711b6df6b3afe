package io.loomi.customers.entities;

import java.util.Optional;

/**
 * Where a request comes from, as the client reports it. Customers see it in their list of sessions.
 *
 * @param userAgent cut after 255 characters
 */
public record Origin(Optional<String> userAgent, String address) {

    /** The origin of changes that no request causes. */
    public static final Origin NONE = new Origin(Optional.empty(), "");

    private static final int MAX_LENGTH = 255;

    public Origin {
        userAgent = userAgent.map(Origin::printable).filter(text -> !text.isBlank());
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\p{C}", "");
        return clean.codePointCount(0, clean.length()) <= MAX_LENGTH
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, MAX_LENGTH));
    }
}
