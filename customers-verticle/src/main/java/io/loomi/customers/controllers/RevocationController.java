package io.loomi.customers.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.common.pages.PageRequest;
import io.loomi.common.revocations.Revocation;
import io.loomi.customers.services.RevocationService;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Serves {@code /api/revocations} to other services. */
public final class RevocationController implements Controller {

    private final RevocationService revocations;

    private record PageJson(
            List<Map<String, Object>> data,
            boolean hasMore,
            @Nullable String nextCursor,
            Instant since) {}

    public RevocationController(RevocationService revocations) {
        this.revocations = revocations;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("listRevocations", this::list);
    }

    private Future<ApiResponse> list(ApiRequest request) {
        return revocations.read(PageRequest.from(request.query())).map(reading -> ApiResponse.ok(json(reading)));
    }

    private static PageJson json(RevocationService.Reading reading) {
        var page = reading.page().map(Revocation::json).map(json -> json.getMap());
        return new PageJson(page.data(), page.hasMore(), page.nextCursor(), reading.next());
    }
}
