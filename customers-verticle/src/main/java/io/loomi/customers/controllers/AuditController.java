package io.loomi.customers.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.common.pages.PageRequest;
import io.loomi.customers.services.AuditService;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Function;

/** Serves {@code /api/audit}. */
public final class AuditController implements Controller {

    private final AuditService audit;

    public AuditController(AuditService audit) {
        this.audit = audit;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("listAudit", this::list);
    }

    private Future<ApiResponse> list(ApiRequest request) {
        return audit.search(PageRequest.from(request.query()))
                .map(page -> ApiResponse.ok(page.map(AuditRecordJson::of)));
    }
}
