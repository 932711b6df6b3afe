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
        CustomerCache people = new CustomerCache(caller.clock()::nanos);
        CachedCustomers customers = caller.cached(caller.source(), people);
        caller.statusFrom(customers).await();
        caller.shared().publish(caller.id(), "suspended").await();
        assertThat(caller.statusFrom(customers).await()).isEqualTo(CustomerStatus.ACTIVE);

        people.forget(caller.id());

        assertThat(caller.statusFrom(customers).await()).isEqualTo(CustomerStatus.SUSPENDED);
    }

    @Test
    void doesNotCacheALookupThatOverlapsAChange() {
        CustomerCache people = new CustomerCache(caller.clock()::nanos);
        Promise<CustomerStatus> answer = Promise.promise();
        CachedCustomers customers = caller.cached(caller.counted(_ -> answer.future()), people);
        Future<CustomerStatus> early = caller.statusFrom(customers);
        Awaitility.await().until(() -> caller.asked().get() > 0);

        caller.shared().publish(caller.id(), "suspended").await();
        people.forget(caller.id());
        answer.complete(CustomerStatus.ACTIVE);

        assertThat(early.await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(caller.statusFrom(customers).await()).isEqualTo(CustomerStatus.SUSPENDED);
    }

    @Test
    void ignoresRedisAfterAChangeThatRedisMissed() {
        CustomerCache people = new CustomerCache(caller.clock()::nanos);
        AtomicReference<Customers> now = new AtomicReference<>(caller.source());
        CachedCustomers customers = caller.cached(who -> now.get().statusOf(who), people);
        caller.statusFrom(customers).await();
        caller.expireInRedis();

        people.forget(caller.id()); // the change did not reach Redis
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
}
