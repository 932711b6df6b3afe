package io.loomi.common.limits;

import java.time.Duration;

/**
 * The answer of a bucket to a request for tokens.
 *
 * @param granted how many tokens were taken, 0 if there were too few
 * @param left how many tokens are left in the bucket
 * @param fullInMicros the time until the bucket is full
 * @param nextInMicros the time until the next token, 0 if one is there
 */
public record TokenGrant(RatePolicy policy, int granted, int left, long fullInMicros, long nextInMicros) {

    private static final long MICROS_PER_SECOND = 1_000_000;

    public boolean isRefused() {
        return granted == 0;
    }

    /** When to retry after a refusal, in whole seconds, at least one. */
    public Duration retryAfter() {
        return Duration.ofSeconds(Math.max(1, seconds(nextInMicros)));
    }

    /** The time until the bucket is full, or after a refusal until the next token. */
    public long resetSeconds() {
        return isRefused() ? retryAfter().toSeconds() : seconds(fullInMicros);
    }

    private static long seconds(long micros) {
        return (micros + MICROS_PER_SECOND - 1) / MICROS_PER_SECOND;
    }
}
