package io.loomi.common.resilience;

/**
 * Another service gave no answer: no connection, none in time, 429 or 5xx, or one that something else in its place has given. It may
 * answer when it is asked again, and it counts as a failure of that service; any other answer of its own is one.
 */
public final class Unreachable extends RuntimeException {

    public Unreachable(String cause) {
        super(cause, null, false, false);
    }
}
