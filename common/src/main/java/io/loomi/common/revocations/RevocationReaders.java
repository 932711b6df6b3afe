package io.loomi.common.revocations;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.cache.RedisScript;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The readers of {@link RecentRevocations}, registered in Redis with the version of the set that each has applied. With
 * this, customers knows whether all readers refuse a revoked token.
 */
public final class RevocationReaders {

    private static final RedisScript REPORT_VERSION = RedisScript.load("io/loomi/common/cache/report-version.lua");
    private static final RedisScript COUNT_BEHIND = RedisScript.load("io/loomi/common/cache/count-behind.lua");
    private static final String KEY = "loomi:revocations:readers";

    /** A reader that has not reported for this long has ended, or cannot reach Redis. */
    private static final Duration READER_TIMEOUT = Duration.ofSeconds(1);

    private final RedisCache redis;

    public RevocationReaders(RedisCache redis) {
        this.redis = redis;
    }

    /**
     * Reports the version that a reader has applied; fails when Redis does not answer.
     *
     * @param version 0 before the first reading
     * @return the present version; a reading that begins afterwards includes it
     */
    public Future<Long> report(String reader, long version) {
        return redis.run(
                        REPORT_VERSION,
                        List.of(KEY, RecentRevocations.VERSION),
                        List.of(reader, String.valueOf(version)))
                .map(present -> Long.parseLong(present.toString()));
    }

    /** The number of readers that have not applied the version; fails when Redis does not answer. */
    public Future<Integer> countBehind(long version) {
        return redis.run(
                        COUNT_BEHIND,
                        List.of(KEY),
                        List.of(String.valueOf(version), String.valueOf(READER_TIMEOUT.toMillis())))
                .map(count -> Objects.requireNonNull(count.toInteger()));
    }
}
