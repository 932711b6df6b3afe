package io.loomi.transactions.clients;

import static io.loomi.transactions.entities.CustomerStatus.ACTIVE;
import static io.loomi.transactions.entities.CustomerStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.metrics.Metrics;
import io.loomi.common.testing.MutableClock;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change may come at any step of a load that began before it. */
class CustomerCacheTest {

    private static final int MOMENTS = 50;

    private final UUID customer = new UUID(1, 1);

    /** Every step of the cache reads its clock, so this clock can make a change between any two steps. */
    private static final class ChangeAt {

        private final int moment;
        private final UUID customer;
        private final CustomerCache cache = new CustomerCache(this::nanos);
        private Optional<Thread> change = Optional.empty();
        private int reads;
        private volatile boolean counting;

        ChangeAt(int moment, UUID customer) {
            this.moment = moment;
            this.customer = customer;
        }

        private long nanos() {
            if (counting && reads++ == moment) {
                counting = false;
                change = Optional.of(Thread.ofPlatform().start(() -> cache.invalidate(customer)));
                awaitChange();
            }
            return 0;
        }

        /** Waits until the change is done, or is blocked by a lock of the cache. */
        private void awaitChange() {
            Thread thread = change.orElseThrow();
            while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        }

        private boolean hasHappened() throws InterruptedException {
            counting = false;
            if (change.isPresent()) {
                change.get().join();
            }
            return change.isPresent();
        }
    }

    private static void store(CustomerCache cache, UUID customer, CustomerStatus status) {
        cache.load(customer, () -> Future.succeededFuture(Optional.of(status)));
    }

    private static void assertThatNothingIsKnown(CustomerCache cache, UUID customer, int moment) {
        assertThat(cache.fresh(customer)).as("moment " + moment).isEmpty();
        assertThat(cache.lastKnown(customer, Optional.of(ACTIVE)))
                .as("moment " + moment)
                .isEmpty();
    }

    @Test
    void keepsAChangeAfterAnOlderLoad() throws InterruptedException {
        int changes = 0;
        for (int moment = 0; moment < MOMENTS; moment++) {
            ChangeAt change = new ChangeAt(moment, customer);
            CustomerCache cache = change.cache;
            cache.invalidate(customer);
            Promise<Optional<CustomerStatus>> answer = Promise.promise();
            cache.load(customer, answer::future);

            change.counting = true;
            answer.complete(Optional.of(ACTIVE));

            if (change.hasHappened()) {
                changes++;
                assertThatNothingIsKnown(cache, customer, moment);
            }
        }
        assertThat(changes).as("moments at which a change came").isBetween(2, MOMENTS - 1);
    }

    @Test
    void keepsAChangeAfterAFailedLookup() throws InterruptedException {
        int changes = 0;
        for (int moment = 0; moment < MOMENTS; moment++) {
            ChangeAt change = new ChangeAt(moment, customer);
            CustomerCache cache = change.cache;
            store(cache, customer, ACTIVE);

            change.counting = true;
            cache.noteFailure(customer);

            if (change.hasHappened()) {
                changes++;
                assertThatNothingIsKnown(cache, customer, moment);
                assertThat(cache.hasFailedRecently(customer)).isFalse();
            }
        }
        assertThat(changes).as("moments at which a change came").isBetween(2, MOMENTS - 1);
    }

    @Test
    void storesALoadThatBeganAfterTheChange() {
        CustomerCache cache = new CustomerCache(() -> 0);
        cache.invalidate(customer);

        store(cache, customer, SUSPENDED);

        assertThat(cache.fresh(customer)).contains(SUSPENDED);
        assertThat(cache.lastKnown(customer, Optional.empty())).contains(SUSPENDED);
    }

    @Test
    void keepsANewerLoadWhenAnOlderOneEnds() {
        CustomerCache cache = new CustomerCache(() -> 0);
        Promise<Optional<CustomerStatus>> older = Promise.promise();
        cache.load(customer, older::future);
        cache.invalidate(customer);
        store(cache, customer, SUSPENDED);

        older.complete(Optional.of(ACTIVE));

        assertThat(cache.fresh(customer)).contains(SUSPENDED);
    }

    @Test
    void storesALoadDuringWhichAnotherCustomerChanges() {
        CustomerCache cache = new CustomerCache(() -> 0);
        store(cache, customer, ACTIVE);
        Promise<Optional<CustomerStatus>> answer = Promise.promise();
        cache.load(customer, answer::future);

        cache.invalidate(new UUID(1, 2));
        answer.complete(Optional.of(SUSPENDED));

        assertThat(cache.fresh(customer)).contains(SUSPENDED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotStoreAnOlderLoadAfterTheChangeWasEvicted(boolean recordedAgain) {
        CustomerCache cache = new CustomerCache(() -> 0);
        fill(cache, 0, CustomerCache.MAX_CUSTOMERS);
        Promise<Optional<CustomerStatus>> older = Promise.promise();
        cache.load(customer, older::future);
        cache.invalidate(customer);
        fill(cache, CustomerCache.MAX_CUSTOMERS, 2 * CustomerCache.MAX_CUSTOMERS);
        assertThat(cache.lastKnown(customer, Optional.of(ACTIVE)))
                .as("the change was evicted")
                .isPresent();

        if (recordedAgain) {
            cache.noteFailure(customer);
        }
        older.complete(Optional.of(ACTIVE));

        assertThat(cache.fresh(customer)).isEmpty();
    }

    @Test
    void isBounded() {
        CustomerCache cache = new CustomerCache(() -> 0);
        int customers = 2 * CustomerCache.MAX_CUSTOMERS;

        fill(cache, 0, customers);

        assertThat(LongStream.range(0, customers)
                        .filter(number -> cache.fresh(new UUID(0, number)).isPresent()))
                .hasSizeBetween(CustomerCache.MAX_CUSTOMERS / 2, CustomerCache.MAX_CUSTOMERS);
    }

    private static void fill(CustomerCache cache, int from, int to) {
        LongStream.range(from, to).forEach(number -> store(cache, new UUID(0, number), ACTIVE));
    }

    @Test
    void countsOnlyAFreshStatusAsAHit() {
        MutableClock clock = new MutableClock();
        Metrics metrics = new Metrics("transactions");
        CustomerCache cache = new CustomerCache(clock::nanos).measuredBy(metrics);

        cache.fresh(customer);
        store(cache, customer, ACTIVE);
        cache.fresh(customer);
        clock.advance(Duration.ofSeconds(11));
        cache.fresh(customer);
        cache.noteFailure(customer);
        cache.hasFailedRecently(customer);
        cache.lastKnown(customer, Optional.empty());

        assertThat(reads(metrics, "hit")).isEqualTo(1);
        assertThat(reads(metrics, "miss")).isEqualTo(2);
    }

    private static double reads(Metrics metrics, String result) {
        return metrics.registry()
                .get("cache.gets")
                .tags("cache", "customers", "result", result)
                .functionCounter()
                .count();
    }
}
