package io.loomi.transactions.clients;

import com.github.benmanes.caffeine.cache.Cache;
import io.loomi.common.cache.LocalCache;
import io.loomi.common.errors.Failure;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.resilience.KeyedFlight;
import io.loomi.common.resilience.Unreachable;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Caches the status of customers in memory. A status is fresh for {@link #FRESH}, and kept for {@link #STALE} for use while
 * customers does not answer.
 *
 * <p>Thread-safe: one per process, so that all event loops share lookups and invalidations.
 */
public final class CustomerCache {

    /** Maximum staleness of a change that has reached Redis; one that has not is seen when Redis' entry expires, in five minutes. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private static final Duration STALE = Duration.ofHours(24);

    /** After a failed lookup, use the last known status for this long. */
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private static final int MAX_CUSTOMERS = 20_000;

    private final Cache<UUID, CustomerStatus> fresh;
    private final Cache<UUID, CustomerStatus> stale;
    private final Cache<UUID, Boolean> unanswered;

    /** For each customer whose new status is not loaded yet: the number of the last change. */
    private final Cache<UUID, Long> changed;

    private final KeyedFlight<UUID, CustomerStatus> flights = new KeyedFlight<>();
    private final KeyedFlight<UUID, CustomerStatus> payees = new KeyedFlight<>();
    private final AtomicLong changes = new AtomicLong();

    /** @param nanos as {@link System#nanoTime}; with a clock that can be set back, old entries would become fresh again */
    public CustomerCache(LongSupplier nanos) {
        this.fresh = cache(FRESH, nanos);
        this.stale = cache(STALE, nanos);
        this.unanswered = cache(RETRY_INTERVAL, nanos);
        this.changed = cache(STALE, nanos);
    }

    private static <V> Cache<UUID, V> cache(Duration age, LongSupplier nanos) {
        return LocalCache.builder()
                .maximumSize(MAX_CUSTOMERS)
                .expireAfterWrite(age)
                .ticker(nanos::getAsLong)
                .recordStats()
                .build();
    }

    /** Measures the hits of the fresh cache. */
    public CustomerCache measuredBy(Metrics metrics) {
        metrics.watch("people", fresh);
        return this;
    }

    /** The status, if it is cached and fresh. */
    Optional<CustomerStatus> fresh(UUID userId) {
        return Optional.ofNullable(fresh.getIfPresent(userId));
    }

    /** Loads and caches a status; concurrent callers share one call of the loader. */
    Future<CustomerStatus> find(UUID userId, Supplier<Future<CustomerStatus>> loader) {
        return flights.call(
                        userId,
                        () -> remembering(userId, () -> loader.get().map(Optional::of))
                                .map(Optional::orElseThrow))
                .recover(failure -> unanswered(failure, Customers.NO_ANSWER));
    }

    /** Loads the status of a payee; concurrent callers share one call of the loader. */
    Future<CustomerStatus> findPayee(UUID userId, Supplier<Future<CustomerStatus>> loader) {
        return payees.call(userId, loader).recover(failure -> unanswered(failure, Recipients.NO_ANSWER));
    }

    /** The message depends on the caller: a caller who stopped waiting for a shared lookup fails with Unanswered. */
    private static Future<CustomerStatus> unanswered(Throwable failure, String detail) {
        return Future.failedFuture(failure instanceof Unreachable ? new Failure.Unanswered(detail) : failure);
    }

    /** Reads a status and caches it, unless any customer changes during the read. */
    Future<Optional<CustomerStatus>> remembering(UUID userId, Supplier<Future<Optional<CustomerStatus>>> reading) {
        long before = changes.get();
        return reading.get().onSuccess(found -> found.ifPresent(status -> remember(userId, status, before)));
    }

    /** Compares the changes of all customers: changes are rare, and the cost is one more lookup. */
    private void remember(UUID userId, CustomerStatus status, long before) {
        if (changes.get() == before) {
            fresh.put(userId, status);
            stale.put(userId, status);
            unanswered.invalidate(userId);
            // a change after the read began still has to be loaded
            changed.asMap().computeIfPresent(userId, (_, change) -> change <= before ? null : change);
        }
        if (changes.get() != before) { // a change between the first check and the puts
            fresh.invalidate(userId);
            stale.invalidate(userId);
        }
    }

    /** The last known status of the last day. */
    Optional<CustomerStatus> stale(UUID userId) {
        return Optional.ofNullable(stale.getIfPresent(userId));
    }

    /** Records a failed lookup. */
    void noteUnanswered(UUID userId) {
        unanswered.put(userId, true);
    }

    boolean isUnanswered(UUID userId) {
        return unanswered.getIfPresent(userId) != null;
    }

    /** Whether the customer has changed since the last load. */
    boolean hasChanged(UUID userId) {
        return changed.getIfPresent(userId) != null;
    }

    /** Drops a customer who has changed; the next request loads the new status. */
    public void forget(UUID userId) {
        changed.asMap().compute(userId, (_, _) -> changes.incrementAndGet());
        fresh.invalidate(userId);
        stale.invalidate(userId);
        unanswered.invalidate(userId);
    }
}
