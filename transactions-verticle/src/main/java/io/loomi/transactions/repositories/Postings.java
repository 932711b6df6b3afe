package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Posting;
import io.loomi.transactions.entities.Transaction;
import io.vertx.sqlclient.Row;

/** What the ledger's functions answer, as a {@link Posting}. */
final class Postings {

    private Postings() {}

    /** @param row with an {@code outcome}, and the columns of the transaction where there is one */
    static Posting of(Row row) {
        String outcome = row.getString("outcome");
        return switch (outcome) {
            case "posted" -> new Posting.Posted(LedgerRows.transaction(row));
            case "replayed" -> new Posting.Replayed(firstAnswer(row));
            case "key-reused" -> new Posting.Declined(Posting.Reason.KEY_REUSED);
            case "not-found" -> new Posting.Declined(Posting.Reason.NOT_FOUND);
            case "not-reversible" -> new Posting.Declined(Posting.Reason.NOT_REVERSIBLE);
            case "already-reversed" -> new Posting.Declined(Posting.Reason.ALREADY_REVERSED);
            case "exceeds-reversible" -> new Posting.Declined(Posting.Reason.EXCEEDS_REVERSIBLE);
            case "too-many-unsettled" -> new Posting.Declined(Posting.Reason.TOO_MANY_UNSETTLED);
            default -> throw new IllegalStateException("unknown outcome " + outcome);
        };
    }

    /** What was accepted is followed up under its key, so it is told as it is now. */
    private static Transaction firstAnswer(Row row) {
        Transaction now = LedgerRows.transaction(row);
        return row.getValue("accepted_at") == null ? now.asRecorded() : now;
    }
}
