package io.loomi.transactions.clients;

import com.github.benmanes.caffeine.cache.Cache;
import io.loomi.common.errors.Failure;
import io.loomi.common.memory.LocalCache;
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
 * The status of people in memory. What is older than {@link #FRESH} is not believed any more, but kept for {@link #STALE}: for
 * when nobody can tell better.
 *
 * <p>Thread-safe: one a process, so that a person is asked for once and forgotten once, whichever event loop serves them.
 */
public final class CustomerCache {

    /** The longest that a change goes unseen once it is in Redis; if it did not get there, it is Redis' five minutes. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private static final Duration STALE = Duration.ofHours(24);

    /** While customers keeps silent, whoever is known waits for it once in so long. */
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private static final int PEOPLE = 20_000;

    private final Cache<UUID, CustomerStatus> fresh;
    private final Cache<UUID, CustomerStatus> stale;
    private final Cache<UUID, Boolean> unanswered;

    /** The number of the last change of each that nobody has learnt of yet. */
    private final Cache<UUID, Long> changed;

    private final KeyedFlight<UUID, CustomerStatus> flights = new KeyedFlight<>();
    private final KeyedFlight<UUID, CustomerStatus> payees = new KeyedFlight<>();
    private final AtomicLong changes = new AtomicLong();

    /** @param nanos as {@link System#nanoTime}: a clock that is set back would make fresh what is old */
    public CustomerCache(LongSupplier nanos) {
        this.fresh = cache(FRESH, nanos);
        this.stale = cache(STALE, nanos);
        this.unanswered = cache(RETRY_INTERVAL, nanos);
        this.changed = cache(STALE, nanos);
    }

    private static <V> Cache<UUID, V> cache(Duration age, LongSupplier nanos) {
        return LocalCache.builder()
                .maximumSize(PEOPLE)
                .expireAfterWrite(age)
                .ticker(nanos::getAsLong)
                .recordStats()
                .build();
    }

    /** Counts how many people were known and fresh. */
    public CustomerCache measuredBy(Metrics metrics) {
        metrics.watch("people", fresh);
        return this;
    }

    /** What is known and fresh. */
    Optional<CustomerStatus> fresh(UUID userId) {
        return Optional.ofNullable(fresh.getIfPresent(userId));
    }

    /** What the loader finds of somebody who is not fresh: called once for however many ask meanwhile, and remembered. */
    Future<CustomerStatus> find(UUID userId, Supplier<Future<CustomerStatus>> loader) {
        return flights.call(
                        userId,
                        () -> remembering(userId, () -> loader.get().map(Optional::of))
                                .map(Optional::orElseThrow))
                .recover(failure -> unanswered(failure, HttpCustomers.UNKNOWN));
    }

    /** What the loader finds of whom somebody wants to pay: called once for however many do meanwhile. */
    Future<CustomerStatus> findPayee(UUID userId, Supplier<Future<CustomerStatus>> loader) {
        return payees.call(userId, loader).recover(failure -> unanswered(failure, HttpRecipients.UNKNOWN));
    }

    /** Who waits for another's question may have to go on before it is answered. */
    private static Future<CustomerStatus> unanswered(Throwable failure, String detail) {
        return Future.failedFuture(failure instanceof Unreachable ? new Failure.Unanswered(detail) : failure);
    }

    /** What is being read of somebody, remembered unless somebody changes meanwhile. */
    Future<Optional<CustomerStatus>> remembering(UUID userId, Supplier<Future<Optional<CustomerStatus>>> reading) {
        long before = changes.get();
        return reading.get().onSuccess(found -> found.ifPresent(status -> remember(userId, status, before)));
    }

    /** A change of anybody counts: they are rare, and at worst somebody is asked for once more. */
    private void remember(UUID userId, CustomerStatus status, long before) {
        if (changes.get() == before) {
            fresh.put(userId, status);
            stale.put(userId, status);
            unanswered.invalidate(userId);
            // a change that came after the reading began is still to be learnt
            changed.asMap().computeIfPresent(userId, (_, change) -> change <= before ? null : change);
        }
        if (changes.get() != before) { // perhaps between the look and the put
            fresh.invalidate(userId);
            stale.invalidate(userId);
        }
    }

    /** What was known within a day, for want of better. */
    Optional<CustomerStatus> stale(UUID userId) {
        return Optional.ofNullable(stale.getIfPresent(userId));
    }

    /** Customers did not say who this is: for a while it need not be asked again. */
    void noteUnanswered(UUID userId) {
        unanswered.put(userId, true);
    }

    boolean isUnanswered(UUID userId) {
        return unanswered.getIfPresent(userId) != null;
    }

    /** Whether they have changed, and nobody has learnt how. */
    boolean hasChanged(UUID userId) {
        return changed.getIfPresent(userId) != null;
    }

    /** Somebody has changed: the next request learns how. */
    public void forget(UUID userId) {
        changed.asMap().compute(userId, (_, _) -> changes.incrementAndGet());
        fresh.invalidate(userId);
        stale.invalidate(userId);
        unanswered.invalidate(userId);
    }
}
