package io.loomi.transactions.clients;

import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The quick way: what customers has written to Redis. Without the mark of a whole copy of the record, as after Redis was emptied,
 * a reading fails.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RedisRevocations implements RevocationSource {

    /** Longer than a commit and the writing after it take: they may arrive in another order than they were recorded. */
    private static final Duration OVERLAP = Duration.ofSeconds(15);

    private final RecentRevocations recent;
    private final LongSupplier nanos;
    private Optional<Newest> newest = Optional.empty();
    private Set<String> copies = Set.of();
    private long readAt;

    /**
     * The latest word that was heard. Since it was here, the clock that it was recorded by has gone on by as much as the one here, so
     * there is no need for the two to agree.
     *
     * @param at when it was recorded, by the clock of the customers' database
     * @param heardAt when it was here already, in nanoseconds
     */
    private record Newest(Instant at, long heardAt) {

        /** The time of that clock at a moment of this one. */
        private Instant timeAt(long moment) {
            return at.plusNanos(moment - heardAt);
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
        return read(newest.map(word -> word.timeAt(readAt).minus(OVERLAP)).orElse(Instant.EPOCH));
    }

    /** Each new copy is read in full: it may bring what was recorded long before. */
    private Future<List<Revocation>> read(Instant since) {
        long startedAt = nanos.getAsLong();
        return recent.since(since).compose(reading -> {
            if (!reading.isWhole()) {
                return Future.failedFuture("Redis holds no whole copy of the record");
            }
            if (!copies.containsAll(reading.copies()) && since.isAfter(Instant.EPOCH)) {
                return read(Instant.EPOCH);
            }
            goOn(reading, startedAt);
            return Future.succeededFuture(reading.revocations());
        });
    }

    private void goOn(RecentRevocations.Reading reading, long startedAt) {
        readAt = startedAt;
        copies = reading.copies();
        reading.revocations().stream()
                .map(Revocation::at)
                .max(Instant::compareTo)
                .filter(at -> newest.isEmpty() || at.isAfter(newest.get().at()))
                .ifPresent(at -> newest = Optional.of(new Newest(at, nanos.getAsLong())));
    }
}
