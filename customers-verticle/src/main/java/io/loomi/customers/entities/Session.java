package io.loomi.customers.entities;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A person's stay at the bank, from signing in until it is ended or not refreshed for {@link #LIFE}.
 *
 * @param lastUsedAt when it was opened or last refreshed
 */
public record Session(UUID id, UUID userId, Instant createdAt, Instant lastUsedAt, Origin origin) {

    /** Of a refresh token, and so of a session that is not refreshed. */
    public static final Duration LIFE = Duration.ofDays(30);

    /** How many a person has at most; the oldest make room. */
    public static final int MOST = 50;

    public static Session opened(UUID id, UUID userId, Instant now, Origin origin) {
        return new Session(id, userId, now, now, origin);
    }
}
