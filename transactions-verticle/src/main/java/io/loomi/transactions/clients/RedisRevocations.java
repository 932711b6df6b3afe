package io.loomi.transactions.clients;

import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The quick way: what customers has written to Redis.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RedisRevocations implements RevocationSource {

    /** Longer than a commit and the writing after it take: they may arrive in another order than they were recorded. */
    private static final Duration OVERLAP = Duration.ofSeconds(15);

    private final RecentRevocations recent;
    private final LongSupplier nanos;
    private Optional<Newest> newest = Optional.empty();

    /**
     * The latest word that was heard. Since it was here, the clock that it was recorded by has gone on by as much as the one here, so
     * there is no need for the two to agree.
     *
     * @param at when it was recorded, by the clock of the customers' database
     * @param heardAt when it was here already, in nanoseconds
     */
    private record Newest(Instant at, long heardAt) {

        private Instant next(long now) {
            return at.plusNanos(now - heardAt).minus(OVERLAP);
        }
    }

    public RedisRevocations(RecentRevocations recent) {
        this(recent, System::nanoTime);
    }

    RedisRevocations(RecentRevocations recent, LongSupplier nanos) {
        this.recent = recent;
        this.nanos = nanos;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Future<List<Revocation>> read() {
        Instant since = newest.map(word -> word.next(nanos.getAsLong())).orElse(Instant.EPOCH);
        return recent.since(since).onSuccess(this::goOn);
    }

    private void goOn(List<Revocation> found) {
        found.stream()
                .map(Revocation::at)
                .max(Instant::compareTo)
                .filter(at -> newest.isEmpty() || at.isAfter(newest.get().at()))
                .ifPresent(at -> newest = Optional.of(new Newest(at, nanos.getAsLong())));
    }
}
