package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Transaction;
import io.vertx.sqlclient.Row;

/** Maps rows of the ledger's functions to a {@link PostingResult}. */
final class PostingRows {

    private PostingRows() {}

    /** @param row with an {@code outcome}, and the columns of the transaction if there is one */
    static PostingResult of(Row row) {
        String outcome = row.getString("outcome");
        return switch (outcome) {
            case "posted" -> new PostingResult.Posted(LedgerRows.transaction(row));
            case "replayed" -> new PostingResult.Replayed(firstAnswer(row));
            case "key-reused" -> new PostingResult.Declined(PostingResult.Reason.KEY_REUSED);
            case "not-found" -> new PostingResult.Declined(PostingResult.Reason.NOT_FOUND);
            case "not-reversible" -> new PostingResult.Declined(PostingResult.Reason.NOT_REVERSIBLE);
            case "already-reversed" -> new PostingResult.Declined(PostingResult.Reason.ALREADY_REVERSED);
            case "exceeds-reversible" -> new PostingResult.Declined(PostingResult.Reason.EXCEEDS_REVERSIBLE);
            case "too-many-deferred" -> new PostingResult.Declined(PostingResult.Reason.TOO_MANY_DEFERRED);
            default -> throw new IllegalStateException("unknown outcome " + outcome);
        };
    }

    /**
     * Returns the transaction as in the first answer. A deferred transaction is returned as it is now, because clients
     * repeat the request to learn its status.
     */
    private static Transaction firstAnswer(Row row) {
        Transaction now = LedgerRows.transaction(row);
        return row.getValue("deferred_at") == null ? now.asRecorded() : now;
    }
}
