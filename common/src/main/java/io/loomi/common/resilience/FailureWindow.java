package io.loomi.common.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Counts calls and failures in a sliding window of {@value #SLOTS} slots. Thread-safe. */
final class FailureWindow {

    private static final int SLOTS = 10;

    private final long slotMillis;
    private final long[] slotOf = new long[SLOTS];
    private final int[] calls = new int[SLOTS];
    private final int[] failures = new int[SLOTS];

    /** The counts of the whole window. */
    record Tally(int calls, int failures) {

        boolean reaches(int minCalls, double failureRate) {
            return calls >= minCalls && failures >= calls * failureRate;
        }
    }

    FailureWindow(Duration length) {
        this.slotMillis = length.toMillis() / SLOTS;
    }

    /** Counts a call and returns the tally that includes it. */
    synchronized Tally count(boolean failed, Instant now) {
        long slot = now.toEpochMilli() / slotMillis;
        int index = (int) (slot % SLOTS);
        if (slotOf[index] != slot) {
            slotOf[index] = slot;
            calls[index] = 0;
            failures[index] = 0;
        }
        calls[index]++;
        failures[index] += failed ? 1 : 0;
        return tally(slot);
    }

    private Tally tally(long newest) {
        int allCalls = 0;
        int allFailures = 0;
        for (int index = 0; index < SLOTS; index++) {
            if (slotOf[index] > newest - SLOTS) {
                allCalls += calls[index];
                allFailures += failures[index];
            }
        }
        return new Tally(allCalls, allFailures);
    }

    synchronized void clear() {
        Arrays.fill(slotOf, 0);
        Arrays.fill(calls, 0);
        Arrays.fill(failures, 0);
    }
}
