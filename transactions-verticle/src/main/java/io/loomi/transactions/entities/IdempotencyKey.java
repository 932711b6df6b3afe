package io.loomi.transactions.entities;

/** The client's name for a request: 1 to 255 printable ASCII characters. */
public record IdempotencyKey(String value) {

    private static final int MAX_LENGTH = 255;

    public IdempotencyKey {
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (value.isBlank() || value.length() > MAX_LENGTH || !printable) {
            throw new IllegalArgumentException("must be 1 to 255 printable ASCII characters");
        }
    }

    /** Parses the header's value, with or without the quotes of a structured field. */
    public static IdempotencyKey of(String header) {
        String text = header.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return new IdempotencyKey(quoted ? text.substring(1, text.length() - 1) : text);
    }
}
