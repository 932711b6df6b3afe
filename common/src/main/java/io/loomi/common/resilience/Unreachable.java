package io.loomi.common.resilience;

/**
 * Another service gave no answer: no connection, none in time, 429 or 5xx. It may answer when it is asked again, and it counts
 * as a failure of that service; any other status is an answer.
 */
public final class Unreachable extends RuntimeException {

    public Unreachable(String cause) {
        super(cause, null, false, false);
    }
}
