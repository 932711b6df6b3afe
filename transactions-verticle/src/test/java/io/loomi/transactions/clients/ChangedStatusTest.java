package io.loomi.transactions.clients;

import static io.loomi.transactions.clients.CachedCaller.DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A cached status is not used after a change of the customer. */
@Slow
class ChangedStatusTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final CachedCaller caller = new CachedCaller(VERTX);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void dropsAChangedCustomer() {
        CustomerCache cache = caller.emptyCache();
        CachedCustomers customers = caller.cached(caller.source(), cache);
        caller.statusFrom(customers).await();
        caller.shared().publish(caller.id(), "suspended").await();
        assertThat(caller.statusFrom(customers).await()).isEqualTo(CustomerStatus.ACTIVE);

        cache.invalidate(caller.id());

        assertThat(caller.statusFrom(customers).await()).isEqualTo(CustomerStatus.SUSPENDED);
    }

    @Test
    void doesNotCacheALookupThatOverlapsAChange() {
        CustomerCache cache = caller.emptyCache();
        Promise<CustomerStatus> answer = Promise.promise();
        CachedCustomers customers = caller.cached(caller.counted(_ -> answer.future()), cache);
        Future<CustomerStatus> early = caller.statusFrom(customers);
        Awaitility.await().until(() -> caller.asked().get() > 0);

        caller.shared().publish(caller.id(), "suspended").await();
        cache.invalidate(caller.id());
        answer.complete(CustomerStatus.ACTIVE);

        assertThat(early.await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(caller.statusFrom(customers).await()).isEqualTo(CustomerStatus.SUSPENDED);
    }

    @Test
    void ignoresRedisAfterAChangeThatRedisMissed() {
        CustomerCache cache = caller.emptyCache();
        AtomicReference<Customers> now = new AtomicReference<>(caller.source());
        CachedCustomers customers = caller.cached(who -> now.get().statusOf(who), cache);
        caller.statusFrom(customers).await();
        caller.expireInRedis();

        cache.invalidate(caller.id()); // the change did not reach Redis
        now.set(DOWN);
        assertThat(caller.statusFrom(customers)
                        .otherwise(CustomerStatus.DELETED)
                        .await())
                .isEqualTo(CustomerStatus.DELETED);

        now.set(caller.source());
        caller.statusFrom(customers).await();
        caller.expireInRedis();
        now.set(DOWN);
        assertThat(caller.statusFrom(customers).await())
                .as("loaded again since the change")
                .isEqualTo(CustomerStatus.ACTIVE);
    }

    @Test
    void ignoresAStatusThatWasReadFromRedisBeforeAChange() {
        CustomerCache cache = caller.emptyCache();
        caller.statusFrom(caller.cached(caller.source())).await();
        caller.expireInRedis();
        CachedCustomers customers = caller.cached(DOWN, cache);
        caller.statusFrom(customers).await(); // the next call reads Redis before it asks
        Promise<CustomerStatus> answer = Promise.promise();

        VERTX.runOnContext(_ -> {
            caller.statusFrom(customers).onComplete(answer);
            cache.invalidate(caller.id()); // before the reply of Redis
        });

        assertThat(answer.future().otherwise(CustomerStatus.DELETED).await()).isEqualTo(CustomerStatus.DELETED);
    }
}
