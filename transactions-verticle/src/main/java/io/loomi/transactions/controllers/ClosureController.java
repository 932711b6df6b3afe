package io.loomi.transactions.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.transactions.services.ClosureService;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Function;

/** {@code /api/accounts/{userId}/closures/{closureId}}, which customers calls before it erases a customer. */
public final class ClosureController implements Controller {

    private final ClosureService closures;

    public ClosureController(ClosureService closures) {
        this.closures = closures;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("closeAccount", this::close, "reopenAccount", this::reopen);
    }

    private Future<ApiResponse> close(ApiRequest request) {
        return closures.close(request.pathId("userId"), request.pathId("closureId"))
                .map(_ -> ApiResponse.noContent());
    }

    private Future<ApiResponse> reopen(ApiRequest request) {
        return closures.reopen(request.pathId("userId"), request.pathId("closureId"))
                .map(_ -> ApiResponse.noContent());
    }
}
