package io.loomi.transactions.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.Caller;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.testing.Backend;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CachedCustomersTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final CustomerStatusCache shared = new CustomerStatusCache(
            RedisCache.open(VERTX, URI.create(Backend.shared().redisUrl())));
    private final AtomicInteger asked = new AtomicInteger();
    private final Caller caller = new Caller(
            UUID.randomUUID(),
            Optional.empty(),
            Set.of("user"),
            Set.of(),
            "token",
            Instant.now(),
            Instant.now().plusSeconds(60),
            Optional.empty());

    private final Customers source = _ -> {
        asked.incrementAndGet();
        return Future.succeededFuture(CustomerStatus.ACTIVE);
    };

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void asksTheSourceOnceAndRemembersInMemory() {
        CachedCustomers customers = new CachedCustomers(source, shared);

        customers.statusOf(caller).await();
        customers.statusOf(caller).await();

        assertThat(asked).hasValue(1);
    }

    @Test
    void knowsFromRedisWhatCustomersAnnouncedWithoutAskingAtAll() {
        shared.announce(caller.userId(), "suspended").await();

        assertThat(new CachedCustomers(source, shared).statusOf(caller).await()).isEqualTo(CustomerStatus.SUSPENDED);
        assertThat(asked).hasValue(0);
    }

    @Test
    void doesNotRememberAFailure() {
        CachedCustomers down = new CachedCustomers(_ -> Future.failedFuture("down"), shared);

        assertThat(down.statusOf(caller).otherwise(CustomerStatus.DELETED).await())
                .isEqualTo(CustomerStatus.DELETED);
        assertThat(new CachedCustomers(source, shared).statusOf(caller).await()).isEqualTo(CustomerStatus.ACTIVE);
    }
}
