package io.loomi.transactions.services;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Back-off for holds that could not be ended: one second after the first failure, then twice as long each time, up to a
 * minute. Above {@link #MAX_HOLDS} it drops the oldest failure, whose hold is then retried sooner.
 *
 * <p>Not thread-safe: one per event loop.
 */
final class FailedHolds {

    private static final int MAX_HOLDS = 10_000;
    private static final int MAX_SHIFT = 6;
    private static final Duration MAX_DELAY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final SequencedMap<UUID, Failed> failed = new LinkedHashMap<>();

    private record Failed(int times, Instant until) {}

    FailedHolds(InstantSource clock) {
        this.clock = clock;
    }

    boolean isBackingOff(UUID hold) {
        @Nullable Failed known = failed.get(hold);
        return known != null && clock.instant().isBefore(known.until());
    }

    void failed(UUID hold) {
        @Nullable Failed known = failed.remove(hold);
        int times = known == null ? 0 : known.times();
        Duration pause = Duration.ofSeconds(1L << Math.min(times, MAX_SHIFT));
        Duration bounded = pause.compareTo(MAX_DELAY) < 0 ? pause : MAX_DELAY;
        failed.putLast(hold, new Failed(times + 1, clock.instant().plus(bounded)));
        if (failed.size() > MAX_HOLDS) {
            failed.pollFirstEntry();
        }
    }

    void ended(UUID hold) {
        failed.remove(hold);
    }
}
