package io.loomi.transactions.entities;

import java.util.UUID;

/** Who receives a transfer, as the sender names them. */
public sealed interface Recipient {

    /** The same text for the same recipient named in the same way, and for no other. */
    String text();

    /**
     * What {@link #text} has written, under whatever rules for addresses there were then.
     *
     * @throws IllegalArgumentException when it names nobody in a way that is known here
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

    /** By their id. */
    record ById(UUID id) implements Recipient {
        @Override
        public String text() {
            return "id:" + id;
        }
    }

    /** By the e-mail address that they have at the bank. */
    record ByEmail(String email) implements Recipient {

        private static final int LONGEST = 254;

        /**
         * As a sender names them now.
         *
         * @throws IllegalArgumentException when this cannot be an e-mail address
         */
        public static ByEmail chosen(String email) {
            if (email.isBlank() || email.length() > LONGEST || email.indexOf('@') < 1) {
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
