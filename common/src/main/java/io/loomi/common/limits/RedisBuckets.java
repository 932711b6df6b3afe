package io.loomi.common.limits;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.cache.RedisScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The buckets of all instances of a service, in Redis. A grant costs one round trip and uses Redis' clock only. */
final class RedisBuckets implements Buckets {

    private static final RedisScript TAKE_TOKENS = RedisScript.load("io/loomi/common/limits/take-tokens.lua");
    private static final int FIELDS = 4;

    private final RedisCache redis;
    private final String service;

    RedisBuckets(RedisCache redis, String service) {
        this.redis = redis;
        this.service = service;
    }

    @Override
    public Future<List<TokenGrant>> grant(List<Bucket> buckets, int wanted) {
        List<String> keys = buckets.stream().map(bucket -> key(service, bucket)).toList();
        List<String> arguments = new ArrayList<>();
        arguments.add(String.valueOf(wanted));
        for (Bucket bucket : buckets) {
            arguments.add(String.valueOf(bucket.policy().quota()));
            arguments.add(String.valueOf(bucket.policy().windowMicros()));
        }
        return redis.run(TAKE_TOKENS, keys, arguments)
                .map(answer -> IntStream.range(0, buckets.size())
                        .mapToObj(i -> grant(buckets.get(i).policy(), answer, i * FIELDS))
                        .toList());
    }

    /** Each service counts separately. */
    static String key(String service, Bucket bucket) {
        return "rate-limit:" + service + ":" + bucket.policy().text() + ":" + bucket.owner();
    }

    private static TokenGrant grant(RatePolicy policy, Response answer, int at) {
        return new TokenGrant(
                policy,
                (int) number(answer, at),
                (int) number(answer, at + 1),
                number(answer, at + 2),
                number(answer, at + 3));
    }

    private static long number(Response answer, int at) {
        return Objects.requireNonNull(answer.get(at).toLong());
    }
}
