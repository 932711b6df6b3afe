package io.loomi.common.limits;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a bucket that an event loop has taken and not spent yet, or the refusal.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
final class Reservation {

    private static final long NANOS_PER_MICRO = 1000;

    /** Limits how long a token may be kept and then spent in addition to a bucket that is full again. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(5);

    /**
     * An event loop takes at most one in this many of a bucket's tokens at a time. Tokens that other loops hold and may
     * never spend must not be missed by a customer whose requests reach many loops.
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

    boolean isUnderway() {
        return last == null;
    }

    /** One of the tokens, or the refusal until it ends; null when nothing is left. */
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

    /** The size of the next batch, from what was left in the bucket and has returned since. */
    int sizeOfNext(RatePolicy policy, long nanos) {
        if (last == null) {
            return policy.batch();
        }
        long returned = (nanos - answeredAt) / NANOS_PER_MICRO * policy.quota() / policy.windowMicros();
        long left = Math.min(policy.quota(), last.left() + returned);
        return Math.clamp(left / SHARE_DIVISOR, 1, policy.batch());
    }
}
