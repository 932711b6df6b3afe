package io.loomi.transactions.entities;

import java.util.Optional;

/**
 * The result of a request to end a hold.
 *
 * @param hold the hold as it is now; empty if there is none
 */
public record HoldResult(Outcome outcome, Optional<Transaction> hold) {

    /** REPEATED: the hold had already ended in the same way, and nothing was done. */
    public enum Outcome {
        DONE,
        REPEATED,
        NOT_FOUND,
        NOT_A_HOLD,
        ENDED,
        EXPIRED,
        NOT_DUE,
        DEFERRED,
        RESOLVED,
        EXCEEDS_HOLD,
        RECIPIENT_NOT_ACTIVE
    }
}
