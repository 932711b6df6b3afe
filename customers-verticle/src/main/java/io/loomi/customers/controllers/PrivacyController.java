package io.loomi.customers.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.BodyStream;
import io.loomi.common.http.Controller;
import io.loomi.customers.entities.Erasure;
import io.loomi.customers.services.ErasureService;
import io.loomi.customers.services.ExportService;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Serves the export of a customer's data, and {@code /api/erasures} for other services. */
public final class PrivacyController implements Controller {

    private static final int MAX_ERASURES = 100;

    private final ExportService exports;
    private final ErasureService erasures;

    private record ErasuresJson(List<ErasureJson> data, boolean hasMore) {}

    private record ErasureJson(long position, String userId, Instant erasedAt) {}

    public PrivacyController(ExportService exports, ErasureService erasures) {
        this.exports = exports;
        this.erasures = erasures;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("exportOwnData", this::export, "listErasures", this::listErasures);
    }

    private Future<ApiResponse> export(ApiRequest request) {
        if (request.isHeadOnly()) {
            // HEAD exports nothing, so the audit records nothing
            return Future.succeededFuture(exported(BodyStream.NONE));
        }
        return exports.export(request.caller().userId(), AuditContexts.of(request))
                .map(export -> exported(new ExportBody(export)));
    }

    private static ApiResponse exported(BodyStream body) {
        return ApiResponse.streamed("application/json", body)
                .header("Content-Disposition", "attachment; filename=\"loomi-export.json\"");
    }

    private Future<ApiResponse> listErasures(ApiRequest request) {
        long after = request.queryValue("after", Long::parseLong).orElse(0L);
        return erasures.after(after, MAX_ERASURES + 1)
                .map(found -> ApiResponse.ok(new ErasuresJson(
                        found.stream()
                                .limit(MAX_ERASURES)
                                .map(PrivacyController::json)
                                .toList(),
                        found.size() > MAX_ERASURES)));
    }

    private static ErasureJson json(Erasure erasure) {
        return new ErasureJson(erasure.position(), erasure.userId().toString(), erasure.erasedAt());
    }
}
