package io.loomi.transactions.entities;

import java.util.UUID;

/** The recipient of a transfer, as the sender names them. */
public sealed interface Recipient {

    /** A text that identifies the recipient and how they are named: by id or by e-mail address. */
    String text();

    /**
     * Parses {@link #text}. It does not check the e-mail address, because other rules may have applied when it was
     * stored.
     *
     * @throws IllegalArgumentException if the text has an unknown form
     */
    static Recipient of(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "id" -> new ById(UUID.fromString(name));
            case "email" -> new ByEmail(name);
            default -> throw new IllegalArgumentException("not a recipient");
        };
    }

    /** Named by id. */
    record ById(UUID id) implements Recipient {
        @Override
        public String text() {
            return "id:" + id;
        }
    }

    /** Named by the e-mail address that is registered at the bank. */
    record ByEmail(String email) implements Recipient {

        private static final int MAX_LENGTH = 254;

        /**
         * Checks the e-mail address of a new request.
         *
         * @throws IllegalArgumentException if it cannot be an e-mail address
         */
        public static ByEmail parseNew(String email) {
            if (email.isBlank() || email.length() > MAX_LENGTH || email.indexOf('@') < 1) {
                throw new IllegalArgumentException("must be an e-mail address such as ana@example.com");
            }
            return new ByEmail(email);
        }

        @Override
        public String text() {
            return "email:" + email;
        }
    }
}
