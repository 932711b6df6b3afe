package io.loomi.common.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A bucket as one number, the instant at which it will be full: tokens come back evenly, so that tells how many there are.
 * {@code draw.lua} does the same in Redis.
 */
record TokenBucket(long fullAtMicros) {

    static final TokenBucket FULL = new TokenBucket(Long.MIN_VALUE);

    /** How many tokens there are. */
    int tokens(RatePolicy policy, long nowMicros) {
        long missing = Math.max(nowMicros, fullAtMicros) - nowMicros;
        return (int) Math.max(0, (policy.windowMicros() - missing) * policy.quota() / policy.windowMicros());
    }

    /** When none will be missing. */
    Duration fullIn(long nowMicros) {
        return Duration.of(Math.max(nowMicros, fullAtMicros) - nowMicros, ChronoUnit.MICROS);
    }

    TokenBucket without(int taken, RatePolicy policy, long nowMicros) {
        return new TokenBucket(Math.max(nowMicros, fullAtMicros) + taken * policy.windowMicros() / policy.quota());
    }

    /** What this bucket tells of itself after so many were taken from it. */
    TokenGrant told(int taken, RatePolicy policy, long nowMicros) {
        long fullIn = Math.max(nowMicros, fullAtMicros) - nowMicros;
        long nextIn = fullIn + policy.windowMicros() / policy.quota() - policy.windowMicros();
        return new TokenGrant(policy, taken, tokens(policy, nowMicros), fullIn, Math.max(0, nextIn));
    }
}
