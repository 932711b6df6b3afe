package io.loomi.common.limits;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Redis' buckets, or the local ones for as long as Redis fails. Then it is asked once in {@link #PAUSE}, by one request,
 * and the others do not wait to learn that it is still down.
 *
 * <p>Not thread-safe: one per event loop.
 */
final class ResilientBuckets implements Buckets {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Buckets redis;
    private final Buckets local;
    private final LongSupplier nanos;
    private boolean failing;
    private long failedAt;

    /** When the latest draw was sent that Redis has answered. */
    private long answered;

    ResilientBuckets(Buckets redis, Buckets local, LongSupplier nanos) {
        this.redis = redis;
        this.local = local;
        this.nanos = nanos;
        this.answered = nanos.getAsLong();
    }

    @Override
    public Future<List<TokenGrant>> grant(List<Bucket> buckets, int wanted) {
        if (failing) {
            if (nanos.getAsLong() - failedAt < PAUSE.toNanos()) {
                return local.grant(buckets, wanted);
            }
            failedAt = nanos.getAsLong(); // this request alone finds out
        }
        long sent = nanos.getAsLong();
        return Future.succeededFuture()
                .compose(_ -> redis.grant(buckets, wanted))
                .onSuccess(_ -> answered(sent))
                .recover(_ -> {
                    failed(sent);
                    return local.grant(buckets, wanted);
                });
    }

    /** What was sent before Redis failed tells nothing of how it is now. */
    private void answered(long sent) {
        if (failing && sent - failedAt < 0) {
            return;
        }
        failing = false;
        answered = Math.max(answered, sent);
    }

    /** Nor does what was sent before something that it has answered. */
    private void failed(long sent) {
        if (sent - answered >= 0) {
            failing = true;
            failedAt = nanos.getAsLong();
        }
    }
}
