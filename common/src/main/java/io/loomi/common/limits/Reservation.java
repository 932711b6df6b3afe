package io.loomi.common.limits;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that an event loop has taken from a bucket and has not spent yet, or the bucket's refusal.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
final class Reservation {

    private static final long NANOS_PER_MICRO = 1000;

    /**
     * Unspent tokens expire after this time. Otherwise they could be spent in addition to a bucket that is full again.
     */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(5);

    /**
     * An event loop takes at most a 25th of a bucket's tokens at a time, or one token. A customer whose requests reach
     * many loops cannot use the tokens that other loops hold, so each loop holds only a few.
     */
    private static final int SHARE_DIVISOR = 25;

    private final Future<List<TokenGrant>> grant;
    private @Nullable TokenGrant last;
    private int spent;
    private long answeredAt;

    Reservation(Future<List<TokenGrant>> grant) {
        this.grant = grant;
    }

    /** Completes when the tokens have arrived. */
    Future<List<TokenGrant>> grant() {
        return grant;
    }

    void answered(TokenGrant answer, long nanos) {
        last = answer;
        answeredAt = nanos;
    }

    boolean isInFlight() {
        return last == null;
    }

    /** Returns one token, or the refusal until it ends; null when nothing is left. */
    @Nullable TokenGrant next(long nanos) {
        if (last == null) {
            return null;
        }
        if (last.isRefused()) {
            long left = last.nextInMicros() - (nanos - answeredAt) / NANOS_PER_MICRO;
            return left > 0 ? new TokenGrant(last.policy(), 0, 0, last.fullInMicros(), left) : null;
        }
        if (spent == last.granted() || nanos - answeredAt >= TIME_TO_LIVE.toNanos()) {
            return null;
        }
        spent++;
        return new TokenGrant(
                last.policy(), 1, last.left() + last.granted() - spent, last.fullInMicros(), last.nextInMicros());
    }

    /**
     * The size of the next batch, computed from the tokens that were left in the bucket and those that have returned
     * since.
     */
    int sizeOfNext(RatePolicy policy, long nanos) {
        if (last == null) {
            return policy.batch();
        }
        long returned = (nanos - answeredAt) / NANOS_PER_MICRO * policy.quota() / policy.windowMicros();
        long left = Math.min(policy.quota(), last.left() + returned);
        return Math.clamp(left / SHARE_DIVISOR, 1, policy.batch());
    }
}
