package io.loomi.transactions.controllers;

import io.loomi.common.auth.Caller;
import io.loomi.common.http.ApiResponse;
import io.loomi.transactions.entities.Posting;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.services.Refusals;

/** What a request to move money is answered. */
final class PostingAnswers {

    private static final String REPLAYED = "Idempotency-Replayed";

    private PostingAnswers() {}

    /** @param caller who is answered */
    static ApiResponse of(Posting posting, Caller caller) {
        return switch (posting) {
            case Posting.Posted(Transaction first) -> created(first, caller);
            case Posting.Replayed(Transaction first) -> created(first, caller).header(REPLAYED, "true");
            case Posting.Declined _ -> throw new IllegalStateException("the service fails for this");
        };
    }

    /** A transaction that failed is answered with the problem it failed for, the first time and every time. */
    private static ApiResponse created(Transaction transaction, Caller caller) {
        return transaction
                .failureReason()
                .map(reason -> ApiResponse.problem(Refusals.of(reason), transaction.correlationId()))
                .orElseGet(() -> done(transaction, caller));
    }

    private static ApiResponse done(Transaction transaction, Caller caller) {
        String location = "/api/transactions/" + transaction.id();
        return transaction.unsettled()
                ? ApiResponse.accepted(location, TransactionJson.of(transaction, caller))
                : ApiResponse.created(location, TransactionJson.of(transaction, caller));
    }
}
