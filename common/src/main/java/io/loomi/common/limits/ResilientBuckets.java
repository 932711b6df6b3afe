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

    ResilientBuckets(Buckets redis, Buckets local, LongSupplier nanos) {
        this.redis = redis;
        this.local = local;
        this.nanos = nanos;
    }

    @Override
    public Future<List<Draw>> draw(List<Bucket> buckets, int wanted) {
        if (failing) {
            if (nanos.getAsLong() - failedAt < PAUSE.toNanos()) {
                return local.draw(buckets, wanted);
            }
            failedAt = nanos.getAsLong(); // this request alone finds out
        }
        return Future.succeededFuture()
                .compose(_ -> redis.draw(buckets, wanted))
                .onSuccess(_ -> failing = false)
                .recover(_ -> {
                    failing = true;
                    failedAt = nanos.getAsLong();
                    return local.draw(buckets, wanted);
                });
    }
}
