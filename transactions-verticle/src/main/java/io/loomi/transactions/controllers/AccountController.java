package io.loomi.transactions.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.common.values.Timestamp;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.services.HistoryService;
import io.loomi.transactions.services.ReportService;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /api/accounts}. */
public final class AccountController implements Controller {

    private final HistoryService history;
    private final ReportService reports;

    private record AccountJson(
            String userId,
            BigDecimal balance,
            BigDecimal held,
            BigDecimal available,
            String currency,
            @Nullable Instant updatedAt) {}

    public AccountController(HistoryService history, ReportService reports) {
        this.history = history;
        this.reports = reports;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("getOwnAccount", this::getOwn);
    }

    private Future<ApiResponse> getOwn(ApiRequest request) {
        return request.queryValue("at", Timestamp::parse)
                .map(at -> reports.accountAt(request.caller(), at))
                .orElseGet(() -> history.account(request.caller()))
                .map(account -> ApiResponse.ok(json(account)));
    }

    private static AccountJson json(Account account) {
        return new AccountJson(
                account.userId().toString(),
                account.balance(),
                account.held(),
                account.available(),
                Account.CURRENCY,
                account.updatedAt().orElse(null));
    }
}
