package io.loomi.common.logging;

import java.util.concurrent.TimeUnit;

/**
 * Which of many lines are logged: all of a second up to {@value #ALL_PER_SECOND}, and of those after them each {@value #ONE_IN}th.
 *
 * <p>Counts without locks: one for each event loop.
 */
public final class LogSampler {

    static final int ALL_PER_SECOND = 100;
    static final int ONE_IN = 100;

    private long second = Long.MIN_VALUE;
    private int seen;

    /** @param nanos now, as {@link System#nanoTime()} tells it; an earlier second than before counts as the same */
    public boolean takes(long nanos) {
        long now = TimeUnit.NANOSECONDS.toSeconds(nanos);
        if (now > second) {
            second = now;
            seen = 0;
        }
        seen++;
        return seen <= ALL_PER_SECOND || seen % ONE_IN == 0;
    }
}
