package io.loomi.common.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A bucket, stored as the instant when it will be full. Tokens return at a constant rate, so the instant determines
 * their number. {@code take-tokens.lua} does the same in Redis.
 */
record TokenBucket(long fullAtMicros) {

    static final TokenBucket FULL = new TokenBucket(Long.MIN_VALUE);

    /** The number of tokens now. */
    int tokens(RatePolicy policy, long nowMicros) {
        long missing = Math.max(nowMicros, fullAtMicros) - nowMicros;
        return (int) Math.max(0, (policy.windowMicros() - missing) * policy.quota() / policy.windowMicros());
    }

    /** The time until the bucket is full. */
    Duration fullIn(long nowMicros) {
        return Duration.of(Math.max(nowMicros, fullAtMicros) - nowMicros, ChronoUnit.MICROS);
    }

    TokenBucket without(int taken, RatePolicy policy, long nowMicros) {
        return new TokenBucket(Math.max(nowMicros, fullAtMicros) + taken * policy.windowMicros() / policy.quota());
    }

    /** The grant of these tokens, which were already taken from this bucket. */
    TokenGrant toGrant(int taken, RatePolicy policy, long nowMicros) {
        long fullIn = Math.max(nowMicros, fullAtMicros) - nowMicros;
        long nextIn = fullIn + policy.windowMicros() / policy.quota() - policy.windowMicros();
        return new TokenGrant(policy, taken, tokens(policy, nowMicros), fullIn, Math.max(0, nextIn));
    }
}
