package io.loomi.transactions.clients;

import static io.loomi.transactions.entities.CustomerStatus.ACTIVE;
import static io.loomi.transactions.entities.CustomerStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.transactions.entities.CustomerStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record from load to load: fresh, stale, expired, after a failed lookup, and changed. */
class CustomerRecordTest {

    private static final Optional<CustomerStatus> NOT_IN_REDIS = Optional.empty();

    /** {@link System#nanoTime} may be negative, and may overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE})
    void isFreshThenStaleThenExpired(long now) {
        CustomerRecord loaded = CustomerRecord.loaded(ACTIVE, now, 0);

        assertThat(loaded.fresh(now)).contains(ACTIVE);
        assertThat(loaded.fresh(after(now, 9, 999))).contains(ACTIVE);
        assertThat(loaded.fresh(after(now, 10, 0))).isEmpty();
        assertThat(loaded.lastKnown(NOT_IN_REDIS, after(now, 24 * 3600 - 1, 999)))
                .contains(ACTIVE);
        assertThat(loaded.lastKnown(NOT_IN_REDIS, after(now, 24 * 3600, 0))).isEmpty();
    }

    @Test
    void prefersTheLastKnownStatusInRedis() {
        CustomerRecord loaded = CustomerRecord.loaded(ACTIVE, 0, 0);

        assertThat(loaded.lastKnown(Optional.of(SUSPENDED), after(0, 60, 0))).contains(SUSPENDED);
    }

    @Test
    void knowsNothingBetweenAChangeAndTheNextLoad() {
        CustomerRecord changed = CustomerRecord.changed(1);

        assertThat(changed.fresh(0)).isEmpty();
        assertThat(changed.lastKnown(Optional.of(ACTIVE), 0)).isEmpty();
        assertThat(changed.failed(0)).isEqualTo(changed);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE})
    void remembersAFailedLookupForAWhile(long now) {
        CustomerRecord failed = CustomerRecord.loaded(ACTIVE, now, 0).failed(after(now, 60, 0));

        assertThat(failed.hasFailedRecently(after(now, 69, 999))).isTrue();
        assertThat(failed.hasFailedRecently(after(now, 70, 0))).isFalse();
        assertThat(CustomerRecord.loaded(ACTIVE, now, 0).hasFailedRecently(now)).isFalse();
    }

    @Test
    void doesNotGrowYoungerWithFailedLookups() {
        CustomerRecord failed = CustomerRecord.loaded(ACTIVE, 0, 0).failed(after(0, 23 * 3600, 0));

        assertThat(failed.fresh(after(0, 23 * 3600, 0))).isEmpty();
        assertThat(failed.lastKnown(NOT_IN_REDIS, after(0, 24 * 3600, 0))).isEmpty();
    }

    @Test
    void remembersAFailedLookupOfACustomerWhomOnlyRedisKnows() {
        CustomerRecord failed = CustomerRecord.empty(0).failed(0);

        assertThat(failed.hasFailedRecently(0)).isTrue();
        assertThat(failed.lastKnown(Optional.of(ACTIVE), 0)).contains(ACTIVE);
        assertThat(failed.lastKnown(NOT_IN_REDIS, 0)).isEmpty();
    }

    private static long after(long start, long seconds, long millis) {
        return start + Duration.ofSeconds(seconds).plusMillis(millis).toNanos();
    }
}
