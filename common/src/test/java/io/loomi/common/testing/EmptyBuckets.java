package io.loomi.common.testing;

import io.loomi.common.cache.RedisCache;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Takes all tokens of a bucket, so that a test does not need hundreds of requests. */
public final class EmptyBuckets {

    private static final Duration FULL_IN = Duration.ofHours(1);

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private EmptyBuckets() {}

    /**
     * Empties a bucket: its owner is refused from now on.
     *
     * @param policy its name in the contract
     * @param owner the id of a customer, or an address
     */
    public static void of(Vertx vertx, String service, String policy, String owner) {
        RedisCache redis = RedisCache.open(vertx, URI.create(Backend.shared().redisUrl()), TIMEOUT);
        long full = Clock.systemUTC().instant().plus(FULL_IN).toEpochMilli() * 1000;
        redis.put("rate-limit:" + service + ":" + policy + ":" + owner, String.valueOf(full), FULL_IN)
                .compose(_ -> redis.close())
                .await();
    }

    /**
     * Repeats the request until it is refused. If a busy Redis does not answer in time, the service uses its local
     * buckets for a moment. The timeout excludes the first request, which may have to start the service.
     */
    public static Answer refusalOf(Supplier<Answer> request) {
        Answer first = request.get();
        return first.status() == 429
                ? first
                : Awaitility.await()
                        .pollInterval(Duration.ofMillis(1))
                        .until(request::get, answer -> answer.status() == 429);
    }
}
