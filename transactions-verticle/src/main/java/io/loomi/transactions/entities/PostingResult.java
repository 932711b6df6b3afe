package io.loomi.transactions.entities;

/** What came of asking the ledger for a transaction or a reversal. */
public sealed interface PostingResult {

    /** It is recorded, as completed, pending or failed. */
    record Posted(Transaction transaction) implements PostingResult {}

    /**
     * The key was used before for the very same: nothing was done now.
     *
     * @param transaction as the first request was answered; one that was accepted, as it is now
     */
    record Replayed(Transaction transaction) implements PostingResult {}

    /** Nothing was done. */
    record Declined(Reason reason) implements PostingResult {}

    /** Why nothing was done and nothing was recorded. */
    enum Reason {
        KEY_REUSED,
        KEY_IN_USE,
        NOT_FOUND,
        NOT_REVERSIBLE,
        ALREADY_REVERSED,
        EXCEEDS_REVERSIBLE,
        TOO_MANY_DEFERRED,
        CUSTOMER_NOT_ACTIVE,
        RECIPIENT_NOT_ACTIVE
    }
}
