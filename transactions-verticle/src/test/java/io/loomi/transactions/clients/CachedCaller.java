package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.errors.Failure;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.MutableClock;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A new caller, the caches of their status, and a count of the lookups at customers. */
final class CachedCaller {

    /** A customers service that does not answer. */
    static final Customers DOWN = _ -> Future.failedFuture(new Failure.Unanswered("down"));

    private final RedisCache redis;
    private final CustomerStatusCache shared;
    private final MutableClock clock = new MutableClock();
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

    CachedCaller(Vertx vertx) {
        redis = RedisCache.open(vertx, URI.create(Backend.shared().redisUrl()));
        shared = new CustomerStatusCache(redis);
    }

    UUID id() {
        return caller.userId();
    }

    MutableClock clock() {
        return clock;
    }

    /** The cache that all processes share. */
    CustomerStatusCache shared() {
        return shared;
    }

    /** The number of lookups at {@link #source} and at those from {@link #counted}. */
    AtomicInteger asked() {
        return asked;
    }

    /** A customers service for which the caller is active. */
    Customers source() {
        return counted(_ -> Future.succeededFuture(CustomerStatus.ACTIVE));
    }

    Customers counted(Customers from) {
        return who -> {
            asked.incrementAndGet();
            return from.statusOf(who);
        };
    }

    /** The client of a process with empty caches. */
    CachedCustomers cached(Customers from) {
        return cached(from, new CustomerCache(clock::nanos));
    }

    CachedCustomers cached(Customers from, CustomerCache people) {
        return new CachedCustomers(from, shared, people);
    }

    Future<CustomerStatus> statusFrom(CachedCustomers customers) {
        return customers.statusOf(caller);
    }

    /** Waits until the status in Redis has expired. */
    void expireInRedis() {
        clock.advance(Duration.ofMinutes(6));
        redis.put("customer-status:" + id(), "active", Duration.ofMillis(1)).await();
        Awaitility.await().until(() -> shared.find(id()).await().isEmpty());
    }
}
