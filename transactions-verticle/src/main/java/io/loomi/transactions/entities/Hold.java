package io.loomi.transactions.entities;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Money that is promised until the hold is captured or voided, or ends by itself.
 *
 * @param captured empty until it is captured
 */
public record Hold(Instant expiresAt, Optional<Money> captured) {

    /** How long a hold lasts unless it is ended before. */
    public static final Duration LIFE = Duration.ofDays(7);

    /** The same before it was captured. */
    Hold begun() {
        return new Hold(expiresAt, Optional.empty());
    }
}
