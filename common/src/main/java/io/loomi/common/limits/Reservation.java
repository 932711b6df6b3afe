package io.loomi.common.limits;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one bucket that an event loop has taken and not given out yet; or, where there were none, the refusal.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
final class Reservation {

    private static final long NANOS = 1000;

    /** Bounds how long a token may be kept back and spent beside a bucket that is full again. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /**
     * The part of a bucket that one event loop may take: what others keep back, and perhaps never give out, must not be missed by
     * a person whose requests come to many of them.
     */
    private static final int PART = 25;

    private final Future<List<TokenGrant>> grant;
    private @Nullable TokenGrant last;
    private int given;
    private long answeredAt;

    Reservation(Future<List<TokenGrant>> grant) {
        this.grant = grant;
    }

    /** Completes when the tokens are here. */
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

    /** One of its tokens, or the refusal while it stands; null when there is nothing left to tell. */
    @Nullable TokenGrant next(long nanos) {
        if (last == null) {
            return null;
        }
        if (last.isRefused()) {
            long left = last.nextInMicros() - (nanos - answeredAt) / NANOS;
            return left > 0 ? new TokenGrant(last.policy(), 0, 0, last.fullInMicros(), left) : null;
        }
        if (given == last.granted() || nanos - answeredAt >= LONGEST.toNanos()) {
            return null;
        }
        given++;
        return new TokenGrant(
                last.policy(), 1, last.left() + last.granted() - given, last.fullInMicros(), last.nextInMicros());
    }

    /** How many tokens are to be taken after this one, by what was left in the bucket and has come back since. */
    int sizeOfNext(RatePolicy policy, long nanos) {
        if (last == null) {
            return policy.batch();
        }
        long back = (nanos - answeredAt) / NANOS * policy.quota() / policy.windowMicros();
        long left = Math.min(policy.quota(), last.left() + back);
        return Math.clamp(left / PART, 1, policy.batch());
    }
}
