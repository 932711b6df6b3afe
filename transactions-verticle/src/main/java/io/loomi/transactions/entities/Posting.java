package io.loomi.transactions.entities;

/** What came of asking the ledger for a transaction. */
public sealed interface Posting {

    /** It is recorded, as completed or as failed. */
    record Posted(Transaction transaction) implements Posting {}

    /** The key was used before for the very same: nothing was done now. */
    record Replayed(Transaction transaction) implements Posting {}

    /** The key was used before for something else: nothing was done now. */
    record KeyReused() implements Posting {}

    /** An earlier request with the key holds the account and does not end. */
    record KeyInUse() implements Posting {}
}
