package io.loomi.common.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import io.loomi.common.cache.LocalCache;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The buckets of one process, used while Redis is unavailable. Thread-safe: all event loops share them, so that a
 * process without Redis allows no more requests than all processes together allow with Redis.
 */
public final class LocalBuckets implements Buckets {

    /**
     * About 4 MiB. A bucket is kept until it is full again. Above this number, the least used buckets are evicted and
     * count as full.
     */
    private static final int MAX_BUCKETS = 20_000;

    private final LongSupplier nowMicros;
    private final Cache<Bucket, TokenBucket> buckets;

    public LocalBuckets() {
        this(() -> System.nanoTime() / 1000);
    }

    LocalBuckets(LongSupplier nowMicros) {
        this.nowMicros = nowMicros;
        this.buckets = LocalCache.builder()
                .maximumSize(MAX_BUCKETS)
                .ticker(() -> TimeUnit.MICROSECONDS.toNanos(nowMicros.getAsLong()))
                .expireAfter(Expiry.writing((Bucket _, TokenBucket tokens) -> tokens.fullIn(nowMicros.getAsLong())))
                .build();
    }

    @Override
    public Future<List<TokenGrant>> grant(List<Bucket> requested, int wanted) {
        long now = nowMicros.getAsLong();
        List<TokenGrant> grants = new ArrayList<>();
        int granted = wanted;
        for (Bucket bucket : requested) {
            TokenGrant grant = take(bucket, granted, now);
            grants.add(grant);
            granted = grant.granted();
        }
        return Future.succeededFuture(granted == wanted ? grants : equalized(requested, grants, granted, now));
    }

    private TokenGrant take(Bucket bucket, int wanted, long now) {
        int[] taken = new int[1];
        TokenBucket remaining = update(bucket, before -> {
            taken[0] = Math.min(wanted, before.tokens(bucket.policy(), now));
            return before.without(taken[0], bucket.policy(), now);
        });
        return remaining.toGrant(taken[0], bucket.policy(), now);
    }

    /** Returns tokens to the buckets that granted more than the others. */
    private List<TokenGrant> equalized(List<Bucket> requested, List<TokenGrant> grants, int granted, long now) {
        List<TokenGrant> equalized = new ArrayList<>();
        for (int i = 0; i < requested.size(); i++) {
            Bucket bucket = requested.get(i);
            int excess = grants.get(i).granted() - granted;
            TokenBucket remaining = update(bucket, before -> before.without(-excess, bucket.policy(), now));
            equalized.add(remaining.toGrant(granted, bucket.policy(), now));
        }
        return equalized;
    }

    private TokenBucket update(Bucket bucket, UnaryOperator<TokenBucket> operation) {
        return buckets.asMap()
                .compute(bucket, (_, tokens) -> operation.apply(tokens == null ? TokenBucket.FULL : tokens));
    }
}
