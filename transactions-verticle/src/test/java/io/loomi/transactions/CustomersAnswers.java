package io.loomi.transactions;

import io.loomi.common.errors.Problem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** Writes responses in the format of customers. */
final class CustomersAnswers {

    private CustomersAnswers() {}

    static void jsonOrRefuse(HttpServerRequest request, int status, JsonObject body) {
        if (status == 200) {
            json(request, status, body);
        } else {
            refuse(request, status);
        }
    }

    static void refuse(HttpServerRequest request, int status) {
        String type = status == 404 ? "not-found" : "invalid-token";
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(new JsonObject().put("type", Problem.TYPE_PREFIX + type).toBuffer());
    }

    static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }
}
