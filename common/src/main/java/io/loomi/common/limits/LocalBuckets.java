package io.loomi.common.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import io.loomi.common.memory.LocalCache;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The buckets of one process, for when Redis cannot be asked. Thread-safe: its event loops share them, so that a process is
 * as strict as all of them together are with Redis.
 */
public final class LocalBuckets implements Buckets {

    /**
     * About 4 MiB. A bucket is kept until it would be full again; of more than these the least used are forgotten first, and are
     * full again too early.
     */
    private static final int MOST = 20_000;

    private final LongSupplier nowMicros;
    private final Cache<Bucket, TokenBucket> buckets;

    public LocalBuckets() {
        this(() -> System.nanoTime() / 1000);
    }

    LocalBuckets(LongSupplier nowMicros) {
        this.nowMicros = nowMicros;
        this.buckets = LocalCache.builder()
                .maximumSize(MOST)
                .ticker(() -> TimeUnit.MICROSECONDS.toNanos(nowMicros.getAsLong()))
                .expireAfter(Expiry.writing((Bucket _, TokenBucket tokens) -> tokens.fullIn(nowMicros.getAsLong())))
                .build();
    }

    @Override
    public Future<List<TokenGrant>> grant(List<Bucket> asked, int wanted) {
        long now = nowMicros.getAsLong();
        List<TokenGrant> draws = new ArrayList<>();
        int granted = wanted;
        for (Bucket bucket : asked) {
            TokenGrant grant = take(bucket, granted, now);
            draws.add(grant);
            granted = grant.granted();
        }
        return Future.succeededFuture(granted == wanted ? draws : evened(asked, draws, granted, now));
    }

    private TokenGrant take(Bucket bucket, int wanted, long now) {
        int[] taken = new int[1];
        TokenBucket rest = change(bucket, before -> {
            taken[0] = Math.min(wanted, before.tokens(bucket.policy(), now));
            return before.without(taken[0], bucket.policy(), now);
        });
        return rest.told(taken[0], bucket.policy(), now);
    }

    /** Gives back to the first buckets what a later one did not have. */
    private List<TokenGrant> evened(List<Bucket> asked, List<TokenGrant> draws, int granted, long now) {
        List<TokenGrant> evened = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Bucket bucket = asked.get(i);
            int tooMany = draws.get(i).granted() - granted;
            TokenBucket rest = change(bucket, before -> before.without(-tooMany, bucket.policy(), now));
            evened.add(rest.told(granted, bucket.policy(), now));
        }
        return evened;
    }

    private TokenBucket change(Bucket bucket, UnaryOperator<TokenBucket> how) {
        return buckets.asMap().compute(bucket, (_, known) -> how.apply(known == null ? TokenBucket.FULL : known));
    }
}
