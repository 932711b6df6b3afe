package io.loomi.common.cache;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Who reads {@link RecentRevocations}, in Redis: each reader tells which version of the set it has taken. So it can be known
 * whether all of them refuse a token by now.
 */
public final class RevocationReaders {

    private static final RedisScript HEARD = RedisScript.load("io/loomi/common/cache/heard.lua");
    private static final RedisScript BEHIND = RedisScript.load("io/loomi/common/cache/behind.lua");
    private static final String KEY = "loomi:revocations:readers";

    /** A reader that has not been heard of for so long is gone, or cannot reach Redis. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final RedisCache redis;

    public RevocationReaders(RedisCache redis) {
        this.redis = redis;
    }

    /**
     * Tells that a reader holds tokens against a version; fails when Redis cannot be asked.
     *
     * @param version 0 before the first reading
     * @return the present version, which a reading that begins afterwards has
     */
    public Future<Long> tell(String reader, long version) {
        return redis.run(HEARD, List.of(KEY, RecentRevocations.VERSION), List.of(reader, String.valueOf(version)))
                .map(present -> Long.parseLong(present.toString()));
    }

    /** How many have not taken the version yet; fails when Redis cannot be asked. */
    public Future<Integer> behind(long version) {
        return redis.run(BEHIND, List.of(KEY), List.of(String.valueOf(version), String.valueOf(SILENCE.toMillis())))
                .map(count -> Objects.requireNonNull(count.toInteger()));
    }
}
