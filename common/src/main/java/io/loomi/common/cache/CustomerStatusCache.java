package io.loomi.common.cache;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The status of customers in Redis, so that transactions need not ask customers for it. Customers overwrites an entry
 * when a status changes. Transactions only adds missing entries, so an answer that was under way during a change cannot
 * undo it.
 */
public final class CustomerStatusCache {

    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);
    private static final Duration STALE_TIME_TO_LIVE = Duration.ofHours(24);

    private static final RedisScript REMEMBER = RedisScript.load("io/loomi/common/cache/remember.lua");

    private final RedisCache redis;

    public CustomerStatusCache(RedisCache redis) {
        this.redis = redis;
    }

    public Future<Optional<String>> find(UUID userId) {
        return redis.get(key(userId));
    }

    /** The last known status, up to a day old: for when customers does not answer. */
    public Future<Optional<String>> findStale(UUID userId) {
        return redis.get(staleKey(userId));
    }

    /**
     * Adds a status that was read earlier, unless there is an entry. It is one atomic step, so it cannot overwrite a
     * newer status. Never fails.
     */
    public Future<Void> remember(UUID userId, String status) {
        List<String> arguments =
                List.of(status, String.valueOf(TIME_TO_LIVE.toMillis()), String.valueOf(STALE_TIME_TO_LIVE.toMillis()));
        return redis.run(REMEMBER, List.of(key(userId), staleKey(userId)), arguments)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** Overwrites the entry with the present status. Never fails. */
    public Future<Void> publish(UUID userId, String status) {
        return Future.join(
                        redis.put(key(userId), status, TIME_TO_LIVE),
                        redis.put(staleKey(userId), status, STALE_TIME_TO_LIVE))
                .mapEmpty();
    }

    private static String staleKey(UUID userId) {
        return "customer-status-stale:" + userId;
    }

    private static String key(UUID userId) {
        return "customer-status:" + userId;
    }
}
