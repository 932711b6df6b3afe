package io.loomi.transactions.controllers;

import io.loomi.common.auth.Caller;
import io.loomi.common.http.ApiResponse;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.services.LedgerFailures;

/** Maps posting results to responses. */
final class PostingResponses {

    private static final String REPLAYED = "Idempotency-Replayed";

    private PostingResponses() {}

    /** @param caller determines which fields the response shows */
    static ApiResponse of(PostingResult posting, Caller caller) {
        return switch (posting) {
            case PostingResult.Posted(Transaction first) -> created(first, caller);
            case PostingResult.Replayed(Transaction first) ->
                created(first, caller).header(REPLAYED, "true");
            case PostingResult.Declined _ -> throw new IllegalStateException("the service turns this into a failure");
        };
    }

    /** A failed transaction gets the problem of its failure, in the first answer and in each replay. */
    private static ApiResponse created(Transaction transaction, Caller caller) {
        return transaction
                .failureReason()
                .map(reason -> ApiResponse.problem(LedgerFailures.of(reason), transaction.correlationId()))
                .orElseGet(() -> done(transaction, caller));
    }

    private static ApiResponse done(Transaction transaction, Caller caller) {
        String location = "/api/transactions/" + transaction.id();
        return transaction.deferred()
                ? ApiResponse.accepted(location, TransactionJson.of(transaction, caller))
                : ApiResponse.created(location, TransactionJson.of(transaction, caller));
    }
}
