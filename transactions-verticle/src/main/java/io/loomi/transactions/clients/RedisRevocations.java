package io.loomi.transactions.clients;

import io.loomi.common.revocations.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.RevocationReaders;
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
 * Reads the revocations that customers writes to Redis, which is faster than HTTP. A read fails if Redis does not hold a complete
 * copy, for example after it has lost its data.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RedisRevocations implements RevocationSource {

    /** Longer than a commit and its write to Redis: revocations may arrive in a different order from that of their recording. */
    private static final Duration OVERLAP = Duration.ofSeconds(15);

    /** Short, because customers delays its answer until the readers have applied a revocation. */
    private static final Duration INTERVAL = Duration.ofMillis(50);

    /** A set with an unchanged version is read again after this time, to check that it is complete. */
    private static final Duration RECHECK_INTERVAL = Duration.ofMillis(250);

    private final RecentRevocations recent;
    private final RevocationReaders readers;
    private final Clock clock;
    private final LongSupplier nanos;
    private final String id = UUID.randomUUID().toString();
    private Optional<Newest> newest = Optional.empty();
    private Set<String> copies = Set.of();
    private long readAt;
    private long read;
    private long applied;

    /**
     * The latest revocation received.
     *
     * @param at when it was recorded, by the clock of the customers database
     * @param receivedAt a time when it had been received, in nanoseconds of the local clock
     */
    private record Newest(Instant at, long receivedAt) {

        /** Converts local time to the database's time: both clocks run at the same speed, even if they differ. */
        private Instant databaseTime(long localNanos) {
            return at.plusNanos(localNanos - receivedAt);
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

    /** Registers as a reader before it reads, so that customers waits for this process with every later revocation. */
    @Override
    public Future<List<Revocation>> read() {
        return readers.report(id, applied)
                .compose(version -> isRead(version)
                        ? Future.succeededFuture(List.of())
                        : read(since()).onSuccess(_ -> read = version));
    }

    private boolean isRead(long version) {
        return !copies.isEmpty() && version == read && nanos.getAsLong() - readAt < RECHECK_INTERVAL.toNanos();
    }

    private Instant since() {
        return newest.map(latest -> latest.databaseTime(readAt).minus(OVERLAP)).orElse(Instant.EPOCH);
    }

    @Override
    public Future<Void> applied() {
        if (applied == read) {
            return Future.succeededFuture();
        }
        applied = read;
        return readers.report(id, applied).<Void>mapEmpty().otherwiseEmpty();
    }

    @Override
    public Duration pause() {
        return INTERVAL;
    }

    /** Reads each new copy in full: it may contain old revocations. */
    private Future<List<Revocation>> read(Instant since) {
        long startedAt = nanos.getAsLong();
        return recent.since(since).compose(reading -> {
            if (!reading.isComplete()) {
                return Future.failedFuture("Redis holds no complete copy of the revocations");
            }
            if (!copies.containsAll(reading.copies()) && since.isAfter(Instant.EPOCH)) {
                return read(Instant.EPOCH);
            }
            update(reading, startedAt);
            return Future.succeededFuture(reading.revocations());
        });
    }

    private void update(RecentRevocations.Reading reading, long startedAt) {
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
