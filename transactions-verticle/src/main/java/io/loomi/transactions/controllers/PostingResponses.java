package io.loomi.transactions.controllers;

import io.loomi.common.http.ApiResponse;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.services.LedgerFailures;

/** Maps posting results to responses. */
final class PostingResponses {

    private static final String REPLAYED = "Idempotency-Replayed";

    private PostingResponses() {}

    static ApiResponse of(PostingResult posting) {
        return switch (posting) {
            case PostingResult.Posted(Transaction first) -> created(first);
            case PostingResult.Replayed(Transaction first) -> created(first).header(REPLAYED, "true");
            case PostingResult.Declined _ -> throw new IllegalStateException("the service fails for this");
        };
    }

    /** A failed transaction gets its problem as the answer, the first time and at each replay. */
    private static ApiResponse created(Transaction transaction) {
        return transaction
                .failureReason()
                .map(reason -> ApiResponse.problem(LedgerFailures.of(reason), transaction.correlationId()))
                .orElseGet(() -> done(transaction));
    }

    private static ApiResponse done(Transaction transaction) {
        String location = "/api/transactions/" + transaction.id();
        return transaction.deferred()
                ? ApiResponse.accepted(location, TransactionJson.of(transaction))
                : ApiResponse.created(location, TransactionJson.of(transaction));
    }
}
