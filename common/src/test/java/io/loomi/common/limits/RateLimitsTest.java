package io.loomi.common.limits;

import static io.loomi.common.limits.RatePolicy.LOGIN;
import static io.loomi.common.limits.RatePolicy.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often Redis is called, and what happens when it does not answer. */
class RateLimitsTest {

    private static final Bucket ANA = new Bucket(USER, "ana");

    private final AtomicLong nanos = new AtomicLong();
    private final CountingBuckets redis = new CountingBuckets(new LocalBuckets(this::micros));
    private final RateLimits limits = new RateLimits(redis, nanos::get);

    /** Buckets that count their calls and fail on demand. */
    private static final class CountingBuckets implements Buckets {
        private final Buckets real;
        private int calls;
        private boolean down;

        private CountingBuckets(Buckets real) {
            this.real = real;
        }

        @Override
        public Future<List<TokenGrant>> grant(List<Bucket> buckets, int wanted) {
            calls++;
            return down ? Future.failedFuture("down") : real.grant(buckets, wanted);
        }
    }

    @Test
    void callsRedisOnceForABatch() {
        List<TokenGrant> grants = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            grants.add(take(limits, ANA));
        }

        assertThat(redis.calls).isEqualTo(2);
        assertThat(grants).noneMatch(TokenGrant::isRefused);
        assertThat(grants.getFirst().left()).isEqualTo(599);
        assertThat(grants.getLast().left()).isEqualTo(560);
    }

    @Test
    void grantsTheQuotaAndThenRefusesWithoutACall() {
        int passed = 0;
        while (!take(limits, ANA).isRefused()) {
            passed++;
        }
        int calls = redis.calls;
        TokenGrant refused = take(limits, ANA);

        assertThat(passed).isEqualTo(600);
        assertThat(refused.isRefused()).isTrue();
        assertThat(refused.nextInMicros()).isEqualTo(100_000);
        assertThat(redis.calls).isEqualTo(calls);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(take(limits, ANA).isRefused()).isFalse();
    }

    @Test
    void keepsNoBatchForLong() {
        take(limits, ANA);

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        take(limits, ANA);

        assertThat(redis.calls).isEqualTo(2);
    }

    @Test
    void sharesABatchThatIsOnItsWay() {
        Promise<List<TokenGrant>> answer = Promise.promise();
        List<Integer> wanted = new ArrayList<>();
        RateLimits slow = new RateLimits(
                (_, many) -> {
                    wanted.add(many);
                    return answer.future();
                },
                nanos::get);

        Future<?> first = slow.take(List.of(ANA));
        Future<List<TokenGrant>> second = slow.take(List.of(ANA));
        answer.complete(List.of(new TokenGrant(USER, 20, 580, 0, 0)));

        assertThat(wanted).containsExactly(20);
        assertThat(first.succeeded()).isTrue();
        assertThat(second.result().getFirst().left()).isEqualTo(598);
    }

    @Test
    void callsRedisForEachTokenOfAStrictPolicy() {
        take(limits, new Bucket(LOGIN, "address"));
        take(limits, new Bucket(LOGIN, "address"));

        assertThat(redis.calls).isEqualTo(2);
    }

    @Test
    void usesLocalBucketsWhenTheCallThrows() {
        Buckets closed = (_, _) -> {
            throw new IllegalStateException("thrown");
        };
        RateLimits resilient =
                new RateLimits(new ResilientBuckets(closed, new LocalBuckets(this::micros), nanos::get), nanos::get);

        assertThat(take(resilient, new Bucket(LOGIN, "address")).isRefused()).isFalse();
    }

    @Test
    void usesLocalBucketsWhileRedisIsDownAndRetriesOnceASecond() {
        RateLimits resilient =
                new RateLimits(new ResilientBuckets(redis, new LocalBuckets(this::micros), nanos::get), nanos::get);
        Bucket address = new Bucket(LOGIN, "address");
        redis.down = true;

        for (int i = 0; i < 30; i++) {
            assertThat(take(resilient, address).isRefused()).isFalse();
        }
        assertThat(take(resilient, address).isRefused()).isTrue();
        assertThat(redis.calls).isEqualTo(1);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(take(resilient, address).isRefused()).isTrue();
        assertThat(redis.calls).isEqualTo(2);

        redis.down = false;
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(take(resilient, address).left()).isEqualTo(29);
        assertThat(take(resilient, address).left()).isEqualTo(28);
        assertThat(redis.calls).isEqualTo(4);
    }

    @Test
    void ignoresAnAnswerToARequestFromBeforeTheFailure() {
        List<Promise<List<TokenGrant>>> calls = new ArrayList<>();
        Buckets slow = (_, _) -> {
            calls.add(Promise.promise());
            return calls.getLast().future();
        };
        ResilientBuckets resilient = new ResilientBuckets(slow, new LocalBuckets(this::micros), nanos::get);
        List<Bucket> address = List.of(new Bucket(LOGIN, "address"));
        List<TokenGrant> good = List.of(new TokenGrant(LOGIN, 1, 29, 0, 0));

        resilient.grant(address, 1);
        resilient.grant(address, 1);
        advance(Duration.ofMillis(250));
        calls.get(0).fail("no answer in time");
        calls.get(1).complete(good);
        resilient.grant(address, 1);
        assertThat(calls).as("Redis is not called").hasSize(2);

        advance(Duration.ofSeconds(1));
        resilient.grant(address, 1);
        calls.get(2).complete(good);
        resilient.grant(address, 1);
        assertThat(calls).as("Redis has answered again").hasSize(4);
    }

    @Test
    void ignoresAFailureOfARequestFromBeforeTheRecovery() {
        List<Promise<List<TokenGrant>>> calls = new ArrayList<>();
        Buckets slow = (_, _) -> {
            calls.add(Promise.promise());
            return calls.getLast().future();
        };
        ResilientBuckets resilient = new ResilientBuckets(slow, new LocalBuckets(this::micros), nanos::get);
        List<Bucket> address = List.of(new Bucket(LOGIN, "address"));

        resilient.grant(address, 1);
        advance(Duration.ofMillis(200));
        resilient.grant(address, 1);
        calls.get(1).complete(List.of(new TokenGrant(LOGIN, 1, 29, 0, 0)));
        calls.get(0).fail("no answer in time");
        resilient.grant(address, 1);

        assertThat(calls).as("Redis is called").hasSize(3);
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private long micros() {
        return TimeUnit.NANOSECONDS.toMicros(nanos.get());
    }

    private static TokenGrant take(RateLimits limits, Bucket bucket) {
        return limits.take(List.of(bucket)).await().getFirst();
    }
}
