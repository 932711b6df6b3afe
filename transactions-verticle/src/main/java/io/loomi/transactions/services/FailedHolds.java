package io.loomi.transactions.services;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds that could not be ended: each is left alone for a second, and for twice as long after each further failure, up to a
 * minute. Of very many it forgets those that failed first, which are then tried sooner.
 *
 * <p>Not thread-safe: it stays on its event loop.
 */
final class FailedHolds {

    private static final int MOST = 10_000;
    private static final int LARGEST_SHIFT = 6;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final SequencedMap<UUID, Failed> failed = new LinkedHashMap<>();

    private record Failed(int times, Instant until) {}

    FailedHolds(InstantSource clock) {
        this.clock = clock;
    }

    boolean isLeftAlone(UUID hold) {
        @Nullable Failed known = failed.get(hold);
        return known != null && clock.instant().isBefore(known.until());
    }

    void failed(UUID hold) {
        @Nullable Failed known = failed.remove(hold);
        int times = known == null ? 0 : known.times();
        Duration pause = Duration.ofSeconds(1L << Math.min(times, LARGEST_SHIFT));
        Duration bounded = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
        failed.putLast(hold, new Failed(times + 1, clock.instant().plus(bounded)));
        if (failed.size() > MOST) {
            failed.pollFirstEntry();
        }
    }

    void ended(UUID hold) {
        failed.remove(hold);
    }
}
