package io.loomi.common.resilience;

/**
 * Another service did not answer: no connection, no response in time, 429, 5xx, or a response from some other server.
 * The call may be retried, and it counts as a failure of that service. Every other response is an answer.
 */
public final class Unreachable extends RuntimeException {

    public Unreachable(String cause) {
        super(cause, null, false, false);
    }
}
