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

/** Somebody new who calls, the memories that may know their status, and how often customers was asked for it. */
final class CachedCaller {

    /** Customers that cannot be asked. */
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

    /** What all processes know. */
    CustomerStatusCache shared() {
        return shared;
    }

    /** How often {@link #source} was asked, or one of {@link #counted}. */
    AtomicInteger asked() {
        return asked;
    }

    /** Customers, which knows that they are active. */
    Customers source() {
        return counted(_ -> Future.succeededFuture(CustomerStatus.ACTIVE));
    }

    Customers counted(Customers from) {
        return who -> {
            asked.incrementAndGet();
            return from.statusOf(who);
        };
    }

    /** Those of a process that knows nobody yet. */
    CachedCustomers cached(Customers from) {
        return cached(from, new CustomerCache(clock::nanos));
    }

    CachedCustomers cached(Customers from, CustomerCache people) {
        return new CachedCustomers(from, shared, people);
    }

    Future<CustomerStatus> answerOf(CachedCustomers customers) {
        return customers.statusOf(caller);
    }

    /** Redis has forgotten what it knew for five minutes. */
    void fiveMinutesLater() {
        clock.advance(Duration.ofMinutes(6));
        redis.put("customer-status:" + id(), "active", Duration.ofMillis(1)).await();
        Awaitility.await().until(() -> shared.find(id()).await().isEmpty());
    }
}
