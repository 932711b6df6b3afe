package io.loomi.transactions.entities;

/** What tells a repeated request from a new one: 1 to 255 printable ASCII characters. */
public record IdempotencyKey(String value) {

    private static final int LONGEST = 255;

    public IdempotencyKey {
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (value.isBlank() || value.length() > LONGEST || !printable) {
            throw new IllegalArgumentException("must be 1 to 255 printable ASCII characters");
        }
    }

    /** Reads the header's text, with or without the quotes of a structured field. */
    public static IdempotencyKey of(String header) {
        String text = header.strip();
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return new IdempotencyKey(quoted ? text.substring(1, text.length() - 1) : text);
    }
}
