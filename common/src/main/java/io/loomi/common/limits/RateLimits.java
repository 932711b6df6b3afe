package io.loomi.common.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import io.loomi.common.async.ContextPromise;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.memory.LocalCache;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives out tokens for requests. Policies of many tokens are drawn from in batches, which are given out here one by one, so
 * that an ordinary request asks nobody.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RateLimits {

    public static final Setting<Boolean> SETTING = Setting.of(
                    "RATE_LIMIT", SettingFormat.SWITCH, "`off` lets everybody ask as often as they can, for load tests")
            .orElse("on");

    /** People who are served at a time; who is forgotten loses what is left of a batch. */
    private static final int MOST_RESERVED = 20_000;

    /** By then a bucket is full again whatever was left in it. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Buckets buckets;
    private final LongSupplier nanos;
    private final Cache<Bucket, Reservation> reserved;

    /** Refusals of the buckets that nothing is reserved of, while they stand. */
    private final Cache<Bucket, TokenGrant> refused;

    /** @param local shared by the event loops of the process */
    public RateLimits(String service, RedisCache redis, LocalBuckets local) {
        this(new ResilientBuckets(new RedisBuckets(redis, service), local, System::nanoTime), System::nanoTime);
    }

    RateLimits(Buckets buckets, LongSupplier nanos) {
        this.buckets = buckets;
        this.nanos = nanos;
        this.reserved = LocalCache.builder()
                .maximumSize(MOST_RESERVED)
                .expireAfterWrite(REMEMBERED)
                .ticker(nanos::getAsLong)
                .build();
        this.refused = LocalCache.builder()
                .maximumSize(MOST_RESERVED)
                .ticker(nanos::getAsLong)
                .expireAfter(Expiry.writing(
                        (Bucket _, TokenGrant refusal) -> Duration.of(refusal.nextInMicros(), ChronoUnit.MICROS)))
                .build();
    }

    /** Takes one token from each of these buckets; none from any where one of them is empty. Never fails. */
    public Future<List<TokenGrant>> take(List<Bucket> from) {
        Bucket first = from.getFirst();
        return from.size() == 1 && first.policy().batch() > 1
                ? takeReserved(first).map(List::of)
                : buckets.grant(from, 1).onSuccess(draws -> remember(from, draws));
    }

    private void remember(List<Bucket> from, List<TokenGrant> draws) {
        for (int i = 0; i < from.size(); i++) {
            if (draws.get(i).isRefused()) {
                refused.put(from.get(i), draws.get(i));
            }
        }
    }

    /**
     * Whether some bucket is known to be empty; where none is, as on most days, there is no need to look for one.
     *
     * @see #isEmpty
     */
    public boolean isAnyEmpty() {
        return !refused.asMap().isEmpty();
    }

    /** Whether nothing is in this bucket for now, as far as is known without asking. */
    public boolean isEmpty(Bucket bucket) {
        return refused.getIfPresent(bucket) != null;
    }

    private Future<TokenGrant> takeReserved(Bucket bucket) {
        @Nullable Reservation known = reserved.getIfPresent(bucket);
        if (known != null) {
            @Nullable TokenGrant next = known.next(nanos.getAsLong());
            if (next != null) {
                return Future.succeededFuture(next);
            }
            if (known.isUnderway()) {
                return ContextPromise.following(known.grant()).compose(_ -> takeReserved(bucket));
            }
        }
        int wanted = known == null ? bucket.policy().batch() : known.sizeOfNext(bucket.policy(), nanos.getAsLong());
        return reserve(bucket, wanted);
    }

    private Future<TokenGrant> reserve(Bucket bucket, int wanted) {
        Reservation reservation = new Reservation(buckets.grant(List.of(bucket), wanted));
        reserved.put(bucket, reservation);
        return reservation.grant().compose(draws -> {
            TokenGrant answer = draws.getFirst();
            reservation.answered(answer, nanos.getAsLong());
            @Nullable TokenGrant next = reservation.next(nanos.getAsLong());
            return Future.succeededFuture(next == null ? answer : next);
        });
    }
}
