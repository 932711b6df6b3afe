package io.loomi.common.revocations;

import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.testing.MutableClock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Measures the time that an event loop needs for a read when 200,000 revocations are known and none is new, one is new,
 * or one is new and the set is full. Run it by hand: {@code docs/performance.md} has the command and the results.
 */
public final class RevocationsBenchmark {

    private static final int EACH = 100_000;
    private static final int READS = 50;

    private final MutableClock clock = new MutableClock();
    private final Revocations revocations = new Revocations(clock);

    private RevocationsBenchmark() {}

    public static void main(String... arguments) {
        new RevocationsBenchmark().run();
    }

    private void run() {
        fill(Kind.SESSION, EACH - 2 * READS);
        fill(Kind.USER, EACH);
        for (int round = 0; round < 2; round++) {
            report("none is new", round, () -> revocations.add(List.of()));
            report("one is new", round, () -> revocations.add(List.of(revocation(Kind.SESSION, 0))));
        }
        for (int round = 0; round < 2; round++) {
            report(
                    "one is new, and there is no room",
                    round,
                    () -> revocations.add(List.of(revocation(Kind.SESSION, 0))));
        }
    }

    private void fill(Kind kind, int count) {
        revocations.add(IntStream.range(0, count)
                .mapToObj(i -> revocation(kind, i % 900))
                .toList());
    }

    /** The first round warms up. */
    private static void report(String what, int round, Runnable read) {
        long start = System.nanoTime();
        for (int i = 0; i < READS; i++) {
            read.run();
        }
        long each = (System.nanoTime() - start) / READS;
        if (round > 0) {
            System.out.printf("%-34s %,12.1f µs%n", what, each / 1000.0);
        }
    }

    private Revocation revocation(Kind kind, int age) {
        Instant at = clock.instant().minusSeconds(age);
        return new Revocation(UUID.randomUUID(), kind, UUID.randomUUID(), at, at.plusSeconds(1020));
    }
}
