package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.errors.Failure;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.MutableClock;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
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

/** A new caller, who is also a payee, the caches of their status, and a count of the lookups at customers. */
final class CachedCaller {

    private static final Failure UNANSWERED = new Failure.Unanswered("down");

    /** A customers service that does not answer about callers. */
    static final Customers DOWN = _ -> Future.failedFuture(UNANSWERED);

    /** A customers service that does not answer about payees. */
    static final Recipients DOWN_FOR_PAYEES = _ -> Future.failedFuture(UNANSWERED);

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

    /** The number of lookups at {@link #source} and {@link #payees}, and at those from {@link #counted} and {@link #countedPayees}. */
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

    /** A customers service that finds the payee with this status; empty if there is no such customer. */
    Recipients payees(Optional<CustomerStatus> status) {
        return countedPayees(_ -> Future.succeededFuture(status.map(found -> new Customer(id(), found))));
    }

    Recipients countedPayees(Recipients from) {
        return recipient -> {
            asked.incrementAndGet();
            return from.find(recipient);
        };
    }

    CustomerCache emptyCache() {
        return new CustomerCache(clock::nanos);
    }

    /** The client of a process with empty caches. */
    CachedCustomers cached(Customers from) {
        return cached(from, emptyCache());
    }

    CachedCustomers cached(Customers from, CustomerCache cache) {
        return cached(from, DOWN_FOR_PAYEES, cache);
    }

    CachedCustomers cached(Customers callers, Recipients payees, CustomerCache cache) {
        return new CachedCustomers(callers, payees, shared, cache);
    }

    Future<CustomerStatus> statusFrom(CachedCustomers customers) {
        return customers.statusOf(caller);
    }

    Future<Optional<CustomerStatus>> knownFrom(CachedCustomers customers) {
        return customers.known(caller);
    }

    /** The status as a payee; empty if there is no such customer. */
    Future<Optional<CustomerStatus>> payeeFrom(CachedCustomers customers) {
        return customers.find(new Recipient.ById(id())).map(found -> found.map(Customer::status));
    }

    /** Waits until the status that was loaded is in Redis, and then until it has expired. */
    void expireInRedis() {
        Awaitility.await().until(() -> shared.find(id()).await().isPresent());
        clock.advance(Duration.ofMinutes(6));
        redis.put("customer-status:" + id(), "active", Duration.ofMillis(1)).await();
        Awaitility.await().until(() -> shared.find(id()).await().isEmpty());
    }
}
