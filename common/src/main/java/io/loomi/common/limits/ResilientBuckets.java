package io.loomi.common.limits;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Uses the buckets in Redis, and the local ones while Redis fails. During the failure, one request per {@link
 * #RETRY_INTERVAL} tries Redis, and the others do not wait for it.
 *
 * <p>Not thread-safe: one for each event loop.
 */
final class ResilientBuckets implements Buckets {

    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    private final Buckets redis;
    private final Buckets local;
    private final LongSupplier nanos;
    private boolean failing;
    private long failedAt;

    /** When the latest request that Redis answered was sent. */
    private long lastAnsweredAt;

    ResilientBuckets(Buckets redis, Buckets local, LongSupplier nanos) {
        this.redis = redis;
        this.local = local;
        this.nanos = nanos;
        this.lastAnsweredAt = nanos.getAsLong();
    }

    @Override
    public Future<List<TokenGrant>> grant(List<Bucket> buckets, int wanted) {
        if (failing) {
            if (nanos.getAsLong() - failedAt < RETRY_INTERVAL.toNanos()) {
                return local.grant(buckets, wanted);
            }
            failedAt = nanos.getAsLong(); // only this request tries Redis
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

    /** Ignores answers to requests that were sent before Redis failed. */
    private void answered(long sent) {
        if (failing && sent - failedAt < 0) {
            return;
        }
        failing = false;
        lastAnsweredAt = Math.max(lastAnsweredAt, sent);
    }

    /** Ignores failures of requests that were sent before the latest answered one. */
    private void failed(long sent) {
        if (sent - lastAnsweredAt >= 0) {
            failing = true;
            failedAt = nanos.getAsLong();
        }
    }
}
