package io.loomi.common.resilience;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Calls and failures of the last while, in slots that slide; thread-safe. */
final class FailureWindow {

    private static final int SLOTS = 10;

    private final long slotMillis;
    private final long[] slotOf = new long[SLOTS];
    private final int[] calls = new int[SLOTS];
    private final int[] failures = new int[SLOTS];

    /** What the window shows. */
    record Tally(int calls, int failures) {

        boolean isAtLeast(int leastCalls, double part) {
            return calls >= leastCalls && failures >= calls * part;
        }
    }

    FailureWindow(Duration length) {
        this.slotMillis = length.toMillis() / SLOTS;
    }

    /** Counts a call, and tells what the window shows with it. */
    synchronized Tally count(boolean failed, Instant now) {
        long slot = now.toEpochMilli() / slotMillis;
        int place = (int) (slot % SLOTS);
        if (slotOf[place] != slot) {
            slotOf[place] = slot;
            calls[place] = 0;
            failures[place] = 0;
        }
        calls[place]++;
        failures[place] += failed ? 1 : 0;
        return tally(slot);
    }

    private Tally tally(long newest) {
        int allCalls = 0;
        int allFailures = 0;
        for (int place = 0; place < SLOTS; place++) {
            if (slotOf[place] > newest - SLOTS) {
                allCalls += calls[place];
                allFailures += failures[place];
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
