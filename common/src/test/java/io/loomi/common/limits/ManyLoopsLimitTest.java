package io.loomi.common.limits;

import static io.loomi.common.limits.RatePolicy.USER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rate limit of a customer whose requests reach eight event loops, each of which holds some of the tokens. */
class ManyLoopsLimitTest {

    private static final Bucket ANA = new Bucket(USER, "ana");

    private final AtomicLong nanos = new AtomicLong();
    private final LocalBuckets buckets = new LocalBuckets(() -> TimeUnit.NANOSECONDS.toMicros(nanos.get()));
    private final List<RateLimits> loops =
            Stream.generate(() -> new RateLimits(buckets, nanos::get)).limit(8).toList();
    private final Random random = new Random(19);

    /**
     * Sends one burst in each interval, for ten minutes. The bursts use at most four fifths of the returning tokens.
     */
    @ParameterizedTest
    @CsvSource({"1, 1", "8, 1", "40, 5", "80, 10", "240, 30"})
    void refusesNoRequestBelowTheQuota(int requests, int seconds) {
        int refused = 0;
        for (int time = 0; time < 600; time += seconds) {
            for (int i = 0; i < requests; i++) {
                refused += passes() ? 0 : 1;
            }
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        }

        assertThat(refused).isZero();
    }

    @Test
    void grantsNearlyTheWholeQuotaInOneBurst() {
        int passed = 0;
        for (int i = 0; i < 1000; i++) {
            passed += passes() ? 1 : 0;
        }

        assertThat(passed).isBetween(USER.quota() - 30, USER.quota());
    }

    private boolean passes() {
        RateLimits loop = loops.get(random.nextInt(loops.size()));
        return !loop.take(List.of(ANA)).await().getFirst().isRefused();
    }
}
