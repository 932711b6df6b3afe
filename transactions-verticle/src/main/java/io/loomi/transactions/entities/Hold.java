package io.loomi.transactions.entities;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Money that is reserved until the hold is captured, voided or expires.
 *
 * @param captured the captured amount; empty before the capture
 */
public record Hold(Instant expiresAt, Optional<Money> captured) {

    /** A hold expires after this time. */
    public static final Duration TIME_TO_LIVE = Duration.ofDays(7);

    /** The same hold before its capture. */
    Hold beforeCapture() {
        return new Hold(expiresAt, Optional.empty());
    }
}
