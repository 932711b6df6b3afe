package io.loomi.transactions.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.services.ReversalService;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Function;

/** {@code /api/transactions/{id}/reversal}. */
public final class ReversalController implements Controller {

    private final ReversalService reversals;
    private final IdempotencyKeys keys;

    public ReversalController(ReversalService reversals, IdempotencyKeys keys) {
        this.reversals = reversals;
        this.keys = keys;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("reverseTransaction", this::reverse);
    }

    private Future<ApiResponse> reverse(ApiRequest request) {
        NewReversal reversal = new NewReversal(
                request.caller().userId(),
                request.caller().userId(),
                request.pathId("transactionId"),
                request.optionalDecimalValue("amount", Money::requireValid),
                request.optionalValue("description", Description::parseNew),
                keys.of(request));
        return reversals
                .reverse(request.caller(), reversal)
                .map(posting -> PostingResponses.of(posting, request.caller()));
    }
}
