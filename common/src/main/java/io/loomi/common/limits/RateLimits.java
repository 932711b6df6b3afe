package io.loomi.common.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Expiry;
import io.loomi.common.async.ContextPromise;
import io.loomi.common.cache.LocalCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Enforces the rate limits. An event loop takes the tokens of large policies in batches and spends them one by one, so
 * that an ordinary request needs no call to Redis.
 *
 * <p>Not thread-safe: one for each event loop.
 */
public final class RateLimits {

    public static final Setting<Boolean> SETTING = Setting.of(
                    "RATE_LIMIT", SettingFormat.SWITCH, "`off` removes all rate limits, for load tests")
            .orElse("on");

    /** The maximum number of owners with a batch. Eviction forfeits the remaining tokens of the batch. */
    private static final int MAX_RESERVATIONS = 20_000;

    /** Batches are dropped after this time: their bucket is full by then. */
    private static final Duration RESERVATION_LIFETIME = Duration.ofMinutes(1);

    private final Buckets buckets;
    private final LongSupplier nanos;
    private final Cache<Bucket, Reservation> reserved;

    /** Known refusals, for buckets that are not taken in batches. */
    private final Cache<Bucket, TokenGrant> refused;

    /** @param local shared by the event loops of the process */
    public RateLimits(String service, RedisCache redis, LocalBuckets local) {
        this(new ResilientBuckets(new RedisBuckets(redis, service), local, System::nanoTime), System::nanoTime);
    }

    RateLimits(Buckets buckets, LongSupplier nanos) {
        this.buckets = buckets;
        this.nanos = nanos;
        this.reserved = LocalCache.builder()
                .maximumSize(MAX_RESERVATIONS)
                .expireAfterWrite(RESERVATION_LIFETIME)
                .ticker(nanos::getAsLong)
                .build();
        this.refused = LocalCache.builder()
                .maximumSize(MAX_RESERVATIONS)
                .ticker(nanos::getAsLong)
                .expireAfter(Expiry.writing(
                        (Bucket _, TokenGrant refusal) -> Duration.of(refusal.nextInMicros(), ChronoUnit.MICROS)))
                .build();
    }

    /** Takes one token from each bucket, or none from any if one is empty. Never fails. */
    public Future<List<TokenGrant>> take(List<Bucket> from) {
        Bucket first = from.getFirst();
        return from.size() == 1 && first.policy().batch() > 1
                ? takeReserved(first).map(List::of)
                : buckets.grant(from, 1).onSuccess(grants -> keepRefusals(from, grants));
    }

    private void keepRefusals(List<Bucket> from, List<TokenGrant> grants) {
        for (int i = 0; i < from.size(); i++) {
            if (grants.get(i).isRefused()) {
                refused.put(from.get(i), grants.get(i));
            }
        }
    }

    /** Whether any bucket is known to be empty. Usually none is, and {@link #isEmpty} need not be called. */
    public boolean isAnyEmpty() {
        return !refused.asMap().isEmpty();
    }

    /** Whether this bucket is known to be empty. Does not call Redis. */
    public boolean isEmpty(Bucket bucket) {
        return refused.getIfPresent(bucket) != null;
    }

    private Future<TokenGrant> takeReserved(Bucket bucket) {
        @Nullable Reservation current = reserved.getIfPresent(bucket);
        if (current != null) {
            @Nullable TokenGrant next = current.next(nanos.getAsLong());
            if (next != null) {
                return Future.succeededFuture(next);
            }
            if (current.isInFlight()) {
                return ContextPromise.onCurrentContext(current.grant()).compose(_ -> takeReserved(bucket));
            }
        }
        int wanted = current == null ? bucket.policy().batch() : current.sizeOfNext(bucket.policy(), nanos.getAsLong());
        return reserve(bucket, wanted);
    }

    private Future<TokenGrant> reserve(Bucket bucket, int wanted) {
        Reservation reservation = new Reservation(buckets.grant(List.of(bucket), wanted));
        reserved.put(bucket, reservation);
        return reservation.grant().compose(grants -> {
            TokenGrant answer = grants.getFirst();
            reservation.answered(answer, nanos.getAsLong());
            @Nullable TokenGrant next = reservation.next(nanos.getAsLong());
            return Future.succeededFuture(next == null ? answer : next);
        });
    }
}
