package io.loomi.transactions.clients;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.loomi.common.async.KeyedFlight;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The status of people in memory. What is older than {@link #FRESH} is not believed any more, but kept for {@link #STALE}: for
 * when nobody can tell better.
 *
 * <p>Thread-safe: one a process, so that a person is asked for once and forgotten once, whichever event loop serves them.
 */
public final class KnownPeople {

    /** The longest that a change goes unseen once it is in Redis; if it did not get there, it is Redis' five minutes. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private static final Duration STALE = Duration.ofHours(24);

    private static final int PEOPLE = 20_000;

    private final InstantSource clock;
    private final Cache<UUID, Known> memory =
            Caffeine.newBuilder().maximumSize(PEOPLE).expireAfterWrite(STALE).build();
    private final KeyedFlight<UUID, CustomerStatus> flights = new KeyedFlight<>();

    private record Known(CustomerStatus status, Instant since) {}

    public KnownPeople(InstantSource clock) {
        this.clock = clock;
    }

    /** What is known and fresh, else what the loader finds, which is called once for however many ask meanwhile. */
    Future<CustomerStatus> find(UUID userId, Supplier<Future<CustomerStatus>> loader) {
        Optional<CustomerStatus> fresh = youngerThan(FRESH, userId);
        return fresh.isPresent() ? Future.succeededFuture(fresh.get()) : flights.call(userId, loader);
    }

    void remember(UUID userId, CustomerStatus status) {
        memory.put(userId, new Known(status, clock.instant()));
    }

    /** What was known within a day, for want of better. */
    Optional<CustomerStatus> stale(UUID userId) {
        return youngerThan(STALE, userId);
    }

    private Optional<CustomerStatus> youngerThan(Duration age, UUID userId) {
        @Nullable Known known = memory.getIfPresent(userId);
        return known != null && clock.instant().isBefore(known.since().plus(age))
                ? Optional.of(known.status())
                : Optional.empty();
    }

    /** Somebody has changed: the next request learns how. */
    public void forget(UUID userId) {
        memory.invalidate(userId);
    }
}
