package io.loomi.customers.entities;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A session: from a sign-in until sign-out, revocation, or {@link #TIME_TO_LIVE} without a refresh.
 *
 * @param lastUsedAt when the session was opened or last refreshed
 */
public record Session(UUID id, UUID userId, Instant createdAt, Instant lastUsedAt, Origin origin) {

    /** How long a refresh token is valid. A session ends after this time without a refresh. */
    public static final Duration TIME_TO_LIVE = Duration.ofDays(30);

    /** Maximum number of sessions of a customer. Opening one more ends the oldest. */
    public static final int MAX_PER_CUSTOMER = 50;

    public static Session opened(UUID id, UUID userId, Instant now, Origin origin) {
        return new Session(id, userId, now, now, origin);
    }
}
