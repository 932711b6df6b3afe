package io.loomi.transactions.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.common.pages.PageRequest;
import io.loomi.common.values.Timestamp;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.loomi.transactions.services.HistoryService;
import io.loomi.transactions.services.LedgerService;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** {@code /api/transactions}. */
public final class TransactionController implements Controller {

    private final LedgerService ledger;
    private final HistoryService history;
    private final IdempotencyKeys keys;

    public TransactionController(LedgerService ledger, HistoryService history, IdempotencyKeys keys) {
        this.ledger = ledger;
        this.history = history;
        this.keys = keys;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("postTransaction", this::post, "listTransactions", this::list, "getTransaction", this::get);
    }

    private Future<ApiResponse> post(ApiRequest request) {
        return ledger.post(request.caller(), NewTransactions.read(request, keys))
                .map(posting -> PostingResponses.of(posting, request.caller()));
    }

    private Future<ApiResponse> get(ApiRequest request) {
        return history.find(request.caller(), request.pathId("transactionId"))
                .map(transaction -> ApiResponse.ok(TransactionJson.of(transaction, request.caller())));
    }

    private Future<ApiResponse> list(ApiRequest request) {
        PageRequest page = PageRequest.from(request.query());
        HistoryFilter filter = new HistoryFilter(
                page.value("type", TransactionType::of),
                page.value("status", TransactionStatus::of),
                page.value("from", Timestamp::parse),
                page.value("to", Timestamp::parse),
                page.value("minAmount", Money::of),
                page.value("maxAmount", Money::of),
                page.filter("q"));
        UUID userId =
                page.value("userId", UUID::fromString).orElse(request.caller().userId());
        return history.list(request.caller(), userId, filter, page)
                .map(found ->
                        ApiResponse.ok(found.map(transaction -> TransactionJson.of(transaction, request.caller()))));
    }
}
