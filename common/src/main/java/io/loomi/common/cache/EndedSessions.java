package io.loomi.common.cache;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/**
 * The sessions that have ended, in Redis, for as long as an access token of theirs could still be shown. It is not the
 * record: what Redis has missed or lost, the customers' database knows.
 */
public final class EndedSessions {

    private static final String PREFIX = "loomi:session-revoked:";
    private static final String ENDED = "1";

    private final RedisCache redis;

    public EndedSessions(RedisCache redis) {
        this.redis = redis;
    }

    /** Never fails. */
    public Future<Void> announce(UUID sessionId, Duration life) {
        return redis.put(PREFIX + sessionId, ENDED, life);
    }

    /** False also when Redis does not answer. */
    public Future<Boolean> contains(UUID sessionId) {
        return redis.get(PREFIX + sessionId).map(found -> found.isPresent());
    }
}
