package io.loomi.transactions.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.errors.Failure;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Customers is asked once for a status that can be cached, and not at all for one that it has announced. */
@Slow
class CachedCustomersTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final CachedCaller caller = new CachedCaller(VERTX);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void asksTheSourceOnceAndCachesInMemory() {
        CachedCustomers customers = caller.cached(caller.source());

        caller.statusFrom(customers).await();
        caller.statusFrom(customers).await();

        assertThat(caller.asked()).hasValue(1);
    }

    @Test
    void readsAnAnnouncedStatusFromRedisWithoutALookup() {
        caller.shared().publish(caller.id(), "suspended").await();

        assertThat(caller.statusFrom(caller.cached(caller.source())).await()).isEqualTo(CustomerStatus.SUSPENDED);
        assertThat(caller.asked()).hasValue(0);
    }

    @Test
    void doesNotCacheAFailure() {
        CachedCustomers down = caller.cached(_ -> Future.failedFuture("down"));

        assertThat(caller.statusFrom(down).otherwise(CustomerStatus.DELETED).await())
                .isEqualTo(CustomerStatus.DELETED);
        assertThat(caller.statusFrom(caller.cached(caller.source())).await()).isEqualTo(CustomerStatus.ACTIVE);
    }

    @Test
    void sharesOneLookupAmongConcurrentCallers() {
        Promise<CustomerStatus> answer = Promise.promise();
        CachedCustomers customers = caller.cached(caller.counted(_ -> answer.future()));
        List<Future<CustomerStatus>> all =
                Stream.generate(() -> caller.statusFrom(customers)).limit(100).toList();

        Awaitility.await().until(() -> caller.asked().get() > 0);
        answer.complete(CustomerStatus.ACTIVE);

        assertThat(all).allSatisfy(one -> assertThat(one.await()).isEqualTo(CustomerStatus.ACTIVE));
        assertThat(caller.asked()).hasValue(1);
    }

    @Test
    void retriesWithTheCallersOwnTokenAfterARejectedSharedLookup() {
        Promise<CustomerStatus> first = Promise.promise();
        CachedCustomers customers = caller.cached(_ ->
                caller.asked().getAndIncrement() == 0 ? first.future() : Future.succeededFuture(CustomerStatus.ACTIVE));
        Future<CustomerStatus> old = caller.statusFrom(customers);
        Awaitility.await().until(() -> caller.asked().get() > 0);
        Future<CustomerStatus> other = caller.statusFrom(customers);

        first.fail(new Failure.Unauthenticated("invalid-token", "not any more"));

        assertThat(other.await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(old.otherwise(CustomerStatus.DELETED).await()).isEqualTo(CustomerStatus.DELETED);
    }

    @Test
    void ignoresAnUnknownStatusInRedis() {
        caller.shared().publish(caller.id(), "on holiday").await();

        assertThat(caller.statusFrom(caller.cached(caller.source())).await()).isEqualTo(CustomerStatus.ACTIVE);
    }
}
