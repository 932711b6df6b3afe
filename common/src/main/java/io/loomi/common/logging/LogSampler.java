package io.loomi.common.logging;

import java.util.concurrent.TimeUnit;

/**
 * Selects the lines to log: in each second the first {@value #ALL_PER_SECOND}, then every {@value #ONE_IN}th.
 *
 * <p>Counts without locks: one for each event loop.
 */
public final class LogSampler {

    static final int ALL_PER_SECOND = 100;
    static final int ONE_IN = 100;

    private long second = Long.MIN_VALUE;
    private int seen;

    /** @param nanos the time, as {@link System#nanoTime()} returns it; an earlier second counts as the current one */
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
