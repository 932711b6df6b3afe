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

/** How often Redis is asked, and what happens when it does not answer. */
class RateLimitsTest {

    private static final Bucket ANA = new Bucket(USER, "ana");

    private final AtomicLong nanos = new AtomicLong();
    private final Counted redis = new Counted(new LocalBuckets(this::micros));
    private final RateLimits limits = new RateLimits(redis, nanos::get);

    /** Buckets that count how often they are asked, and fail when told to. */
    private static final class Counted implements Buckets {
        private final Buckets real;
        private int asked;
        private boolean down;

        private Counted(Buckets real) {
            this.real = real;
        }

        @Override
        public Future<List<TokenGrant>> grant(List<Bucket> buckets, int wanted) {
            asked++;
            return down ? Future.failedFuture("down") : real.grant(buckets, wanted);
        }
    }

    @Test
    void asksOnceForABatchOfTokensOfAPerson() {
        List<TokenGrant> draws = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            draws.add(take(limits, ANA));
        }

        assertThat(redis.asked).isEqualTo(2);
        assertThat(draws).noneMatch(TokenGrant::isRefused);
        assertThat(draws.getFirst().left()).isEqualTo(599);
        assertThat(draws.getLast().left()).isEqualTo(560);
    }

    @Test
    void givesAPersonTheirQuotaAndThenRefusesWithoutAsking() {
        int passed = 0;
        while (!take(limits, ANA).isRefused()) {
            passed++;
        }
        int asked = redis.asked;
        TokenGrant refused = take(limits, ANA);

        assertThat(passed).isEqualTo(600);
        assertThat(refused.isRefused()).isTrue();
        assertThat(refused.nextInMicros()).isEqualTo(100_000);
        assertThat(redis.asked).isEqualTo(asked);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(take(limits, ANA).isRefused()).isFalse();
    }

    @Test
    void keepsNoTokenForLong() {
        take(limits, ANA);

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        take(limits, ANA);

        assertThat(redis.asked).isEqualTo(2);
    }

    @Test
    void letsThoseWaitWhoComeWhileABatchIsOnItsWay() {
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
    void asksForEachTokenOfAStrictPolicy() {
        take(limits, new Bucket(LOGIN, "address"));
        take(limits, new Bucket(LOGIN, "address"));

        assertThat(redis.asked).isEqualTo(2);
    }

    @Test
    void countsByItselfWhenRedisCannotEvenBeAsked() {
        Buckets closed = (_, _) -> {
            throw new IllegalStateException("thrown");
        };
        RateLimits resilient =
                new RateLimits(new ResilientBuckets(closed, new LocalBuckets(this::micros), nanos::get), nanos::get);

        assertThat(take(resilient, new Bucket(LOGIN, "address")).isRefused()).isFalse();
    }

    @Test
    void countsByItselfWhileRedisIsDownAndAsksItOnceASecond() {
        RateLimits resilient =
                new RateLimits(new ResilientBuckets(redis, new LocalBuckets(this::micros), nanos::get), nanos::get);
        Bucket address = new Bucket(LOGIN, "address");
        redis.down = true;

        for (int i = 0; i < 30; i++) {
            assertThat(take(resilient, address).isRefused()).isFalse();
        }
        assertThat(take(resilient, address).isRefused()).isTrue();
        assertThat(redis.asked).isEqualTo(1);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(take(resilient, address).isRefused()).isTrue();
        assertThat(redis.asked).isEqualTo(2);

        redis.down = false;
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(take(resilient, address).left()).isEqualTo(29);
        assertThat(take(resilient, address).left()).isEqualTo(28);
        assertThat(redis.asked).isEqualTo(4);
    }

    @Test
    void takesALateAnswerFromBeforeTheFailureForNoRecovery() {
        List<Promise<List<TokenGrant>>> asked = new ArrayList<>();
        Buckets slow = (_, _) -> {
            asked.add(Promise.promise());
            return asked.getLast().future();
        };
        ResilientBuckets resilient = new ResilientBuckets(slow, new LocalBuckets(this::micros), nanos::get);
        List<Bucket> address = List.of(new Bucket(LOGIN, "address"));
        List<TokenGrant> good = List.of(new TokenGrant(LOGIN, 1, 29, 0, 0));

        resilient.grant(address, 1);
        resilient.grant(address, 1);
        pass(Duration.ofMillis(250));
        asked.get(0).fail("no answer in time");
        asked.get(1).complete(good);
        resilient.grant(address, 1);
        assertThat(asked).as("Redis is left alone").hasSize(2);

        pass(Duration.ofSeconds(1));
        resilient.grant(address, 1);
        asked.get(2).complete(good);
        resilient.grant(address, 1);
        assertThat(asked).as("Redis has answered since").hasSize(4);
    }

    @Test
    void takesALateFailureFromBeforeTheRecoveryForNoNewOne() {
        List<Promise<List<TokenGrant>>> asked = new ArrayList<>();
        Buckets slow = (_, _) -> {
            asked.add(Promise.promise());
            return asked.getLast().future();
        };
        ResilientBuckets resilient = new ResilientBuckets(slow, new LocalBuckets(this::micros), nanos::get);
        List<Bucket> address = List.of(new Bucket(LOGIN, "address"));

        resilient.grant(address, 1);
        pass(Duration.ofMillis(200));
        resilient.grant(address, 1);
        asked.get(1).complete(List.of(new TokenGrant(LOGIN, 1, 29, 0, 0)));
        asked.get(0).fail("no answer in time");
        resilient.grant(address, 1);

        assertThat(asked).as("Redis is asked").hasSize(3);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private long micros() {
        return TimeUnit.NANOSECONDS.toMicros(nanos.get());
    }

    private static TokenGrant take(RateLimits limits, Bucket bucket) {
        return limits.take(List.of(bucket)).await().getFirst();
    }
}
