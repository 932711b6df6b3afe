package io.loomi.transactions.clients;

import static io.loomi.transactions.clients.CachedCaller.DOWN;
import static io.loomi.transactions.clients.CachedCaller.DOWN_FOR_PAYEES;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.errors.Failure;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A status stays fresh for five minutes, and is used for a day only while customers does not answer. */
@Slow
class StaleStatusTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final CachedCaller caller = new CachedCaller(VERTX);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void usesAStaleStatusOnlyDuringAnOutage() {
        AtomicReference<Customers> now = new AtomicReference<>(caller.source());
        CachedCustomers customers = caller.cached(who -> now.get().statusOf(who));
        caller.statusFrom(customers).await();

        caller.expireInRedis();
        caller.statusFrom(customers).await();
        assertThat(caller.asked())
                .as("it asks, although a stale status is cached")
                .hasValue(2);

        caller.expireInRedis();
        now.set(DOWN);
        assertThat(caller.statusFrom(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(caller.statusFrom(caller.cached(DOWN)).await())
                .as("another process reads it from Redis")
                .isEqualTo(CustomerStatus.ACTIVE);
    }

    @Test
    void skipsLookupsAfterAFailureWhileAStaleStatusIsKnown() {
        AtomicReference<Customers> now = new AtomicReference<>(caller.source());
        CachedCustomers customers = caller.cached(who -> now.get().statusOf(who));
        caller.statusFrom(customers).await();
        caller.expireInRedis();
        now.set(caller.counted(DOWN));

        caller.statusFrom(customers).await();
        assertThat(caller.statusFrom(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(caller.asked()).hasValue(2);

        caller.clock().advance(Duration.ofSeconds(11));
        caller.statusFrom(customers).await();
        assertThat(caller.asked()).hasValue(3);
    }

    @Test
    void doesNotUseAStaleStatusAfterAnUnreadableAnswer() {
        caller.statusFrom(caller.cached(caller.source())).await();
        caller.expireInRedis();

        Customers unreadable = _ -> Future.failedFuture(new Failure.Unavailable("an answer that makes no sense"));

        assertThat(caller.statusFrom(caller.cached(unreadable))
                        .otherwise(CustomerStatus.DELETED)
                        .await())
                .isEqualTo(CustomerStatus.DELETED);
    }

    @Test
    void ignoresAStatusOlderThanADay() {
        AtomicReference<Customers> now = new AtomicReference<>(caller.source());
        CachedCustomers customers = new CachedCustomers(
                who -> now.get().statusOf(who),
                DOWN_FOR_PAYEES,
                new CustomerStatusCache(RedisCache.open(VERTX, URI.create("redis://127.0.0.1:1"))),
                caller.emptyCache());
        caller.statusFrom(customers).await();
        now.set(DOWN);

        caller.clock().advance(Duration.ofHours(23));
        assertThat(caller.statusFrom(customers).await()).isEqualTo(CustomerStatus.ACTIVE);
        caller.clock().advance(Duration.ofHours(2));
        assertThat(caller.statusFrom(customers)
                        .otherwise(CustomerStatus.DELETED)
                        .await())
                .isEqualTo(CustomerStatus.DELETED);
    }

    @Test
    void skipsLookupsAfterAFailureInAProcessThatHasJustStarted() {
        caller.statusFrom(caller.cached(caller.source())).await();
        caller.expireInRedis();
        CachedCustomers started = caller.cached(caller.counted(DOWN));

        assertThat(caller.statusFrom(started).await()).isEqualTo(CustomerStatus.ACTIVE);
        assertThat(caller.statusFrom(started).await()).isEqualTo(CustomerStatus.ACTIVE);

        assertThat(caller.asked()).hasValue(2);
    }

    @Test
    void keepsNoRecordOfAnUnknownCustomer() {
        CustomerCache cache = caller.emptyCache();
        CachedCustomers customers = caller.cached(caller.counted(DOWN), cache);

        caller.statusFrom(customers).otherwise(CustomerStatus.DELETED).await();
        caller.statusFrom(customers).otherwise(CustomerStatus.DELETED).await();

        assertThat(cache.hasFailedRecently(caller.id())).isFalse();
        assertThat(caller.asked()).hasValue(2);
    }
}
