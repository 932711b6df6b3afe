package io.loomi.common.limits;

import static io.loomi.common.limits.RatePolicy.ACCOUNT;
import static io.loomi.common.limits.RatePolicy.EXPORT;
import static io.loomi.common.limits.RatePolicy.LOGIN;
import static io.loomi.common.limits.RatePolicy.REGISTER;
import static io.loomi.common.limits.RatePolicy.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The buckets in Redis and in memory behave the same. */
@Slow
class BucketsTest {

    private static final Vertx VERTX = Vertx.vertx();
    /** Long enough for a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final String REDIS = Backend.shared().redisUrl();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    static List<Buckets> both() {
        return List.of(
                new RedisBuckets(RedisCache.open(VERTX, URI.create(REDIS), TIMEOUT), "test"),
                new LocalBuckets(() -> 0)); // a clock that stands still
    }

    @ParameterizedTest
    @MethodSource("both")
    void grantsUntilItIsEmpty(Buckets buckets) {
        Bucket bucket = bucketOfNewOwner(REGISTER);

        TokenGrant first = grant(buckets, bucket, 12);
        TokenGrant second = grant(buckets, bucket, 1000);
        TokenGrant third = grant(buckets, bucket, 1);

        assertThat(first.granted()).isEqualTo(12);
        assertThat(first.left()).isEqualTo(18);
        assertThat(first.nextInMicros()).isZero();
        assertThat(first.resetSeconds()).isBetween(239L, 240L);
        assertThat(second.granted()).isEqualTo(18);
        assertThat(second.left()).isZero();
        assertThat(third.isRefused()).isTrue();
        assertThat(third.retryAfter().toSeconds()).isBetween(19L, 20L);
        assertThat(third.resetSeconds()).isEqualTo(third.retryAfter().toSeconds());
    }

    @ParameterizedTest
    @MethodSource("both")
    void countsEachOwnerAndEachPolicySeparately(Buckets buckets) {
        Bucket bucket = bucketOfNewOwner(REGISTER);
        grant(buckets, bucket, 30);

        assertThat(grant(buckets, bucketOfNewOwner(REGISTER), 1).granted()).isEqualTo(1);
        assertThat(grant(buckets, new Bucket(LOGIN, bucket.owner()), 1).granted())
                .isEqualTo(1);
        assertThat(grant(buckets, bucket, 1).granted()).isZero();
    }

    @ParameterizedTest
    @MethodSource("both")
    void takesNothingIfOneBucketIsEmpty(Buckets buckets) {
        Bucket address = bucketOfNewOwner(LOGIN);
        Bucket account = bucketOfNewOwner(ACCOUNT);
        assertThat(grant(buckets, account, 9).left()).isEqualTo(1);

        List<TokenGrant> last = buckets.grant(List.of(address, account), 1).await();
        List<TokenGrant> refused = buckets.grant(List.of(address, account), 1).await();

        assertThat(last).extracting(TokenGrant::granted).containsExactly(1, 1);
        assertThat(refused).extracting(TokenGrant::granted).containsExactly(0, 0);
        assertThat(refused).extracting(TokenGrant::left).containsExactly(29, 0);
        assertThat(grant(buckets, address, 30).granted()).isEqualTo(29);
    }

    @Test
    void refillsEvenly() {
        AtomicLong micros = new AtomicLong();
        LocalBuckets buckets = new LocalBuckets(micros::get);
        Bucket bucket = bucketOfNewOwner(LOGIN);
        grant(buckets, bucket, 30);

        micros.addAndGet(1_999_999);
        assertThat(grant(buckets, bucket, 1).granted()).isZero();
        micros.addAndGet(1);
        assertThat(grant(buckets, bucket, 5).granted()).isEqualTo(1);
        micros.addAndGet(3_600_000_000L);
        assertThat(grant(buckets, bucket, 1000).granted()).isEqualTo(30);
    }

    @Test
    void keepsABucketUntilItIsFull() {
        AtomicLong micros = new AtomicLong();
        LocalBuckets buckets = new LocalBuckets(micros::get);
        Bucket bucket = bucketOfNewOwner(EXPORT);
        grant(buckets, bucket, 5);

        micros.addAndGet(Duration.ofMinutes(11).toNanos() / 1000);
        assertThat(grant(buckets, bucket, 5).granted()).isZero();
        micros.addAndGet(Duration.ofMinutes(1).toNanos() / 1000);
        assertThat(grant(buckets, bucket, 5).granted()).isEqualTo(1);
        micros.addAndGet(Duration.ofHours(2).toNanos() / 1000);
        assertThat(grant(buckets, bucket, 9).granted()).isEqualTo(5);
    }

    @Test
    void refillsByTheClockOfRedis() {
        Buckets redis = both().getFirst();
        Bucket bucket = bucketOfNewOwner(SERVICE);
        grant(redis, bucket, 60_000);

        Awaitility.await().until(() -> grant(redis, bucket, 100).granted() > 0);
    }

    @Test
    void loadsTheScriptAgainWhenRedisHasLostIt() {
        Buckets redis = both().getFirst();
        Bucket bucket = bucketOfNewOwner(REGISTER);
        grant(redis, bucket, 1);

        Redis.createClient(VERTX, REDIS)
                .send(Request.cmd(Command.SCRIPT).arg("FLUSH"))
                .await();

        assertThat(grant(redis, bucket, 1).left()).isEqualTo(28);
    }

    private static Bucket bucketOfNewOwner(RatePolicy policy) {
        return new Bucket(policy, UUID.randomUUID().toString());
    }

    private static TokenGrant grant(Buckets buckets, Bucket bucket, int wanted) {
        return buckets.grant(List.of(bucket), wanted).await().getFirst();
    }
}
