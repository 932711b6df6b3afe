package io.loomi.common.limits;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one bucket that an event loop has taken and not given out yet; or, where there were none, the refusal.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
final class Reservation {

    private static final long NANOS = 1000;

    private final Future<List<Draw>> draw;
    private @Nullable Draw last;
    private int given;
    private long answeredAt;

    Reservation(Future<List<Draw>> draw) {
        this.draw = draw;
    }

    /** Completes when the tokens are here. */
    Future<List<Draw>> draw() {
        return draw;
    }

    void answered(Draw answer, long nanos) {
        last = answer;
        answeredAt = nanos;
    }

    boolean isUnderway() {
        return last == null;
    }

    /** One of its tokens, or the refusal while it stands; null when there is nothing left to tell. */
    @Nullable Draw next(long nanos) {
        if (last == null) {
            return null;
        }
        if (last.isRefused()) {
            long left = last.nextInMicros() - (nanos - answeredAt) / NANOS;
            return left > 0 ? new Draw(last.policy(), 0, 0, last.fullInMicros(), left) : null;
        }
        if (given == last.granted()) {
            return null;
        }
        given++;
        return new Draw(
                last.policy(), 1, last.left() + last.granted() - given, last.fullInMicros(), last.nextInMicros());
    }
}
