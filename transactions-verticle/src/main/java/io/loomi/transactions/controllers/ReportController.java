package io.loomi.transactions.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.common.values.Timestamp;
import io.loomi.transactions.entities.Grouping;
import io.loomi.transactions.entities.Period;
import io.loomi.transactions.services.ReportService;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Function;

/** {@code /api/reports}. */
public final class ReportController implements Controller {

    private final ReportService reports;

    public ReportController(ReportService reports) {
        this.reports = reports;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("getStatement", this::statement, "getSummary", this::summary);
    }

    private Future<ApiResponse> statement(ApiRequest request) {
        boolean csv = request.answerType().equals(StatementCsv.MEDIA_TYPE);
        StatementFormat format = csv ? new StatementCsv() : new StatementJson();
        return period(request)
                .compose(period -> reports.statement(request.caller(), period, !csv))
                .map(statement -> ApiResponse.streamed(format.contentType(), new StatementBody(statement, format)))
                .map(response -> response.header("Vary", "Accept"))
                .map(response -> csv
                        ? response.header("Content-Disposition", "attachment; filename=\"statement.csv\"")
                        : response);
    }

    private Future<ApiResponse> summary(ApiRequest request) {
        Grouping grouping = request.queryValue("groupBy", Grouping::of).orElse(Grouping.DAY);
        return period(request)
                .compose(period -> reports.summary(request.caller(), period, grouping))
                .map(summary -> ApiResponse.ok(SummaryJson.of(summary)));
    }

    private Future<Period> period(ApiRequest request) {
        return reports.period(request.queryValue("from", Timestamp::parse), request.queryValue("to", Timestamp::parse));
    }
}
