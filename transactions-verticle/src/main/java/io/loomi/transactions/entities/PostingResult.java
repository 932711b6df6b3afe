package io.loomi.transactions.entities;

/** The result of a posting. */
public sealed interface PostingResult {

    /** The transaction was recorded, as completed, pending or failed. */
    record Posted(Transaction transaction) implements PostingResult {}

    /**
     * An earlier request with the same key and content exists, and nothing was done.
     *
     * @param transaction as in the first answer; a deferred one, as it is now
     */
    record Replayed(Transaction transaction) implements PostingResult {}

    /** Nothing was done, and nothing was recorded. */
    record Declined(Reason reason) implements PostingResult {}

    /** Why the ledger declined. */
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
