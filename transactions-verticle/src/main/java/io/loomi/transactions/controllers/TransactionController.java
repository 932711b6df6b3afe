package io.loomi.transactions.controllers;

import io.loomi.common.errors.Failure;
import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.common.pages.PageRequest;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.Moment;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.Posting;
import io.loomi.transactions.entities.Transaction;
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

    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";

    private final LedgerService ledger;
    private final HistoryService history;

    public TransactionController(LedgerService ledger, HistoryService history) {
        this.ledger = ledger;
        this.history = history;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("postTransaction", this::post, "listTransactions", this::list, "getTransaction", this::get);
    }

    private Future<ApiResponse> post(ApiRequest request) {
        NewTransaction asked = new NewTransaction(
                request.caller().userId(),
                request.value("type", TransactionType::of),
                request.decimalValue("amount", Money::new),
                request.optionalValue("description", Function.identity()),
                request.headerValue(KEY, IdempotencyKey::of));
        return ledger.post(request.caller(), asked).map(TransactionController::answer);
    }

    private static ApiResponse answer(Posting posting) {
        return switch (posting) {
            case Posting.Posted(Transaction first) -> created(first);
            case Posting.Replayed(Transaction first) -> created(first).header(REPLAYED, "true");
            case Posting.KeyReused _ ->
                throw new Failure.Refused(
                        "key-reused", "This Idempotency-Key has been used for another request: use a new one.");
            case Posting.KeyInUse _ -> throw new IllegalStateException("the service fails for this");
        };
    }

    /** A transaction that failed is answered with the problem it failed for, the first time and every time. */
    private static ApiResponse created(Transaction transaction) {
        return transaction
                .failureReason()
                .map(reason -> ApiResponse.problem(
                        new Failure.Refused(reason, "The available balance is less than the amount."),
                        transaction.correlationId()))
                .orElseGet(() ->
                        ApiResponse.created("/api/transactions/" + transaction.id(), TransactionJson.of(transaction)));
    }

    private Future<ApiResponse> get(ApiRequest request) {
        return history.find(request.caller(), request.pathId("transactionId"))
                .map(transaction -> ApiResponse.ok(TransactionJson.of(transaction)));
    }

    private Future<ApiResponse> list(ApiRequest request) {
        PageRequest page = PageRequest.from(request.query());
        HistoryFilter filter = new HistoryFilter(
                page.value("type", TransactionType::of),
                page.value("status", TransactionStatus::of),
                page.value("from", Moment::parse),
                page.value("to", Moment::parse),
                page.value("minAmount", Money::of),
                page.value("maxAmount", Money::of));
        UUID userId =
                page.value("userId", UUID::fromString).orElse(request.caller().userId());
        return history.list(request.caller(), userId, filter, page)
                .map(found -> ApiResponse.ok(found.map(TransactionJson::of)));
    }
}
