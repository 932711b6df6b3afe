package io.loomi.common.limits;

import java.time.Duration;

/**
 * What came of asking a bucket for tokens.
 *
 * @param granted how many were taken, 0 when there were too few
 * @param left how many are in it now
 * @param fullInMicros until none is missing
 * @param nextInMicros until there is one, 0 when there is
 */
public record TokenGrant(RatePolicy policy, int granted, int left, long fullInMicros, long nextInMicros) {

    private static final long MICROS = 1_000_000;

    public boolean isRefused() {
        return granted == 0;
    }

    /** When to ask again after a refusal, in whole seconds, at least one. */
    public Duration retryAfter() {
        return Duration.ofSeconds(Math.max(1, seconds(nextInMicros)));
    }

    /** Until the bucket is full, or after a refusal until the next request passes. */
    public long resetSeconds() {
        return isRefused() ? retryAfter().toSeconds() : seconds(fullInMicros);
    }

    private static long seconds(long micros) {
        return (micros + MICROS - 1) / MICROS;
    }
}
