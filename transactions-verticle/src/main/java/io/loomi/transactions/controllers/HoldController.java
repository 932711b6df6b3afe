package io.loomi.transactions.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.services.HoldService;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@code /api/transactions/{id}/capture} and {@code /void}. */
public final class HoldController implements Controller {

    private final HoldService holds;

    public HoldController(HoldService holds) {
        this.holds = holds;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("captureTransaction", this::capture, "voidTransaction", this::voidHold);
    }

    private Future<ApiResponse> capture(ApiRequest request) {
        Optional<Money> amount = request.optionalDecimalValue("amount", Money::requireValid);
        return holds.capture(request.caller(), id(request), amount).map(ended -> answer(ended, request));
    }

    private Future<ApiResponse> voidHold(ApiRequest request) {
        return holds.voidHold(request.caller(), id(request)).map(ended -> answer(ended, request));
    }

    private static UUID id(ApiRequest request) {
        return request.pathId("transactionId");
    }

    private static ApiResponse answer(Transaction ended, ApiRequest request) {
        return ApiResponse.ok(TransactionJson.of(ended, request.caller()));
    }
}
