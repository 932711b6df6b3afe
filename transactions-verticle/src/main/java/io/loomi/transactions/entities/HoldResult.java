package io.loomi.transactions.entities;

import java.util.Optional;

/**
 * What came of asking for a hold to end.
 *
 * @param hold as it is now, empty when there is none
 */
public record HoldResult(Outcome outcome, Optional<Transaction> hold) {

    /** REPEATED: it had ended in just this way before, and nothing was done now. */
    public enum Outcome {
        DONE,
        REPEATED,
        NOT_FOUND,
        NOT_A_HOLD,
        ENDED,
        EXPIRED,
        NOT_DUE,
        NOT_SETTLED,
        SETTLED,
        EXCEEDS_HOLD,
        RECIPIENT_NOT_ACTIVE
    }
}
