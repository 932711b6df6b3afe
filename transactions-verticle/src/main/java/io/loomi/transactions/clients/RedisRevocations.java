package io.loomi.transactions.clients;

import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.cache.RevocationReaders;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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

    /** customers waits with its answer until a revocation was taken here, so the version is asked for often. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** A set whose version is the same is read again only to see that it is whole. */
    private static final Duration LONGEST_UNREAD = Duration.ofMillis(250);

    private final RecentRevocations recent;
    private final RevocationReaders readers;
    private final Clock clock;
    private final LongSupplier nanos;
    private final String id = UUID.randomUUID().toString();
    private Optional<Newest> newest = Optional.empty();
    private Set<String> copies = Set.of();
    private long readAt;
    private long read;
    private long taken;

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

    public RedisRevocations(RecentRevocations recent, RevocationReaders readers, Clock clock) {
        this(recent, readers, clock, System::nanoTime);
    }

    RedisRevocations(RecentRevocations recent, RevocationReaders readers, Clock clock, LongSupplier nanos) {
        this.recent = recent;
        this.readers = readers;
        this.clock = clock;
        this.nanos = nanos;
    }

    @Override
    public String name() {
        return "redis";
    }

    /** Tells that it is there before it reads: what is recorded after the reading is waited for. */
    @Override
    public Future<List<Revocation>> read() {
        return readers.report(id, taken)
                .compose(version -> isRead(version)
                        ? Future.succeededFuture(List.of())
                        : read(since()).onSuccess(_ -> read = version));
    }

    private boolean isRead(long version) {
        return !copies.isEmpty() && version == read && nanos.getAsLong() - readAt < LONGEST_UNREAD.toNanos();
    }

    private Instant since() {
        return newest.map(word -> word.timeAt(readAt).minus(OVERLAP)).orElse(Instant.EPOCH);
    }

    @Override
    public Future<Void> taken() {
        if (taken == read) {
            return Future.succeededFuture();
        }
        taken = read;
        return readers.report(id, taken).<Void>mapEmpty().otherwiseEmpty();
    }

    @Override
    public Duration pause() {
        return PAUSE;
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
        Instant latest = Revocation.latestAt(clock.instant());
        reading.revocations().stream()
                .map(Revocation::at)
                .filter(at -> !at.isAfter(latest))
                .max(Instant::compareTo)
                .filter(at -> newest.isEmpty() || at.isAfter(newest.get().at()))
                .ifPresent(at -> newest = Optional.of(new Newest(at, nanos.getAsLong())));
    }
}
