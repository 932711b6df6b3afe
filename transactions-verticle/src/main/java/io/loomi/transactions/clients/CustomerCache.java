package io.loomi.transactions.clients;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import io.loomi.common.cache.LocalCache;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.resilience.KeyedFlight;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one {@link CustomerRecord} for each customer, and shares lookups among concurrent requests. No request makes a record of an
 * unknown customer, because a client can invent any number of ids.
 *
 * <p>Changes are numbered. A load is stored only if the customer has not changed since it began.
 *
 * <p>Thread-safe: one per process, so that all event loops share records, lookups and changes.
 */
public final class CustomerCache {

    static final int MAX_CUSTOMERS = 20_000;

    private final LongSupplier nanos;
    private final StatsCounter reads = new ConcurrentStatsCounter();
    private final Cache<UUID, CustomerRecord> records;
    private final AtomicLong changes = new AtomicLong();

    // Two single flights, because a caller's lookup may fail by the caller's token or end in Redis, and the service's
    // lookup does not find an external customer before their first request to customers.
    private final KeyedFlight<UUID, CustomerStatus> lookupsAsCaller = new KeyedFlight<>();
    private final KeyedFlight<UUID, CustomerStatus> lookupsAsService = new KeyedFlight<>();

    /** @param nanos as {@link System#nanoTime}; with a clock that can be set back, old records would become fresh again */
    public CustomerCache(LongSupplier nanos) {
        this.nanos = nanos;
        this.records = LocalCache.builder()
                .maximumSize(MAX_CUSTOMERS)
                .expireAfterWrite(CustomerRecord.STALE)
                .ticker(nanos::getAsLong)
                .recordStats(() -> reads)
                .build();
    }

    /** Measures how often {@link #fresh} finds a status. */
    public CustomerCache measuredBy(Metrics metrics) {
        metrics.watch("customers", records);
        return this;
    }

    /** The status, if it is fresh. */
    Optional<CustomerStatus> fresh(UUID userId) {
        Optional<CustomerStatus> fresh = record(userId).flatMap(known -> known.fresh(nanos.getAsLong()));
        if (fresh.isPresent()) {
            reads.recordHits(1);
        } else {
            reads.recordMisses(1);
        }
        return fresh;
    }

    /** The status to use while customers does not answer: see {@link CustomerRecord#lastKnown}. */
    Optional<CustomerStatus> lastKnown(UUID userId, Optional<CustomerStatus> inRedis) {
        return record(userId)
                .map(known -> known.lastKnown(inRedis, nanos.getAsLong()))
                .orElse(inRedis);
    }

    boolean hasFailedRecently(UUID userId) {
        return record(userId)
                .filter(known -> known.hasFailedRecently(nanos.getAsLong()))
                .isPresent();
    }

    /** {@code asMap()} bypasses the cache's statistics: a stale record is not a hit. */
    private Optional<CustomerRecord> record(UUID userId) {
        return Optional.ofNullable(records.asMap().get(userId));
    }

    /** Looks a status up with the caller's own token. Concurrent requests of this customer share one call of the lookup. */
    Future<CustomerStatus> asCaller(UUID userId, Supplier<Future<CustomerStatus>> lookup) {
        return lookupsAsCaller.call(userId, lookup);
    }

    /** Looks a status up with the service's token. Concurrent requests about this customer share one call of the lookup. */
    Future<CustomerStatus> asService(UUID userId, Supplier<Future<CustomerStatus>> lookup) {
        return lookupsAsService.call(userId, lookup);
    }

    /** Loads a status and stores it, unless the customer changes during the load. */
    Future<Optional<CustomerStatus>> load(UUID userId, Supplier<Future<Optional<CustomerStatus>>> loader) {
        long begun = changes.get();
        return loader.get().map(found -> {
            found.ifPresent(status -> store(userId, status, begun));
            return found;
        });
    }

    private void store(UUID userId, CustomerStatus status, long begun) {
        records.asMap().compute(userId, (_, known) -> {
            long lastChange = lastChange(known);
            return lastChange > begun ? known : CustomerRecord.loaded(status, nanos.getAsLong(), lastChange);
        });
    }

    /**
     * A customer without a record may have changed before the record was evicted, so the customer counts as changed at the
     * latest change of any customer.
     */
    private long lastChange(@Nullable CustomerRecord known) {
        return known == null ? changes.get() : known.lastChange();
    }

    /** Notes that customers did not answer a lookup. It makes a record, so the customer must be known. */
    void noteFailure(UUID userId) {
        records.asMap().compute(userId, (_, known) -> {
            CustomerRecord record = known == null ? CustomerRecord.empty(changes.get()) : known;
            return record.failed(nanos.getAsLong());
        });
    }

    /** Drops the status of a customer who has changed; the next request loads the new one. */
    public void invalidate(UUID userId) {
        records.asMap().compute(userId, (_, _) -> CustomerRecord.changed(changes.incrementAndGet()));
    }
}
