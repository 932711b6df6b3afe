package io.loomi.common.cache;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The status of people in Redis, by which transactions knows them without asking customers. Customers writes changes over
 * what is there; transactions writes what it read only where nothing is, so that an answer that was under way while the
 * status changed cannot undo the change.
 */
public final class CustomerStatusCache {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration STALE = Duration.ofHours(24);

    private static final RedisScript REMEMBER = RedisScript.load("io/loomi/common/cache/remember.lua");

    private final RedisCache redis;

    public CustomerStatusCache(RedisCache redis) {
        this.redis = redis;
    }

    public Future<Optional<String>> find(UUID userId) {
        return redis.get(key(userId));
    }

    /** What was known within a day: for when customers cannot be asked. */
    public Future<Optional<String>> findStale(UUID userId) {
        return redis.get(staleKey(userId));
    }

    /** Writes what was read some time ago, in one step, so that no announcement can come in between. Never fails. */
    public Future<Void> remember(UUID userId, String status) {
        List<String> arguments = List.of(status, String.valueOf(LIFE.toMillis()), String.valueOf(STALE.toMillis()));
        return redis.run(REMEMBER, List.of(key(userId), staleKey(userId)), arguments)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** Writes what is now true, over anything that was there. Never fails. */
    public Future<Void> announce(UUID userId, String status) {
        return Future.join(redis.put(key(userId), status, LIFE), redis.put(staleKey(userId), status, STALE))
                .mapEmpty();
    }

    private static String staleKey(UUID userId) {
        return "customer-status-stale:" + userId;
    }

    private static String key(UUID userId) {
        return "customer-status:" + userId;
    }
}
