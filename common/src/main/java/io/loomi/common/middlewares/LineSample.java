package io.loomi.common.middlewares;

/**
 * Which of many lines are logged: all of a second up to {@value #ALL_PER_SECOND}, and of those after them each {@value #ONE_IN}th.
 *
 * <p>Counts without locks: one for each event loop.
 */
final class LineSample {

    static final int ALL_PER_SECOND = 100;
    static final int ONE_IN = 100;

    private long second = Long.MIN_VALUE;
    private int seen;

    /** @param now in seconds, from wherever they are counted; an earlier one than before counts as the same */
    boolean takes(long now) {
        if (now > second) {
            second = now;
            seen = 0;
        }
        seen++;
        return seen <= ALL_PER_SECOND || seen % ONE_IN == 0;
    }
}
