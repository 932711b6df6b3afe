package io.loomi.transactions.entities;

import io.loomi.common.values.Timestamp;
import java.time.Instant;
import java.util.UUID;

/** The position of a transaction in its account's history, which is ordered by time and then by id. */
public record HistoryPosition(Instant createdAt, UUID id) {

    private static final String SEPARATOR = "/";

    public static HistoryPosition of(Transaction transaction) {
        return new HistoryPosition(transaction.createdAt(), transaction.id());
    }

    public String text() {
        return createdAt + SEPARATOR + id;
    }

    /** @throws IllegalArgumentException if the text is not a position */
    public static HistoryPosition parse(String text) {
        String[] parts = text.split(SEPARATOR, 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("must be a time and an id");
        }
        return new HistoryPosition(Timestamp.parse(parts[0]), UUID.fromString(parts[1]));
    }
}
