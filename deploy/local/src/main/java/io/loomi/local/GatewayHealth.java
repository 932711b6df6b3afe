package io.loomi.local;

import io.loomi.common.middlewares.SecurityHeaders;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/** The bank's health in a word: up when both services are, down when neither is, degraded between the two. */
final class GatewayHealth implements Handler<RoutingContext> {

    private static final long PATIENCE_MILLIS = 2500;
    private static final String UP = "up";
    private static final String DOWN = "down";

    private final Instances customers;
    private final Instances transactions;

    GatewayHealth(Instances customers, Instances transactions) {
        this.customers = customers;
        this.transactions = transactions;
    }

    @Override
    public void handle(RoutingContext context) {
        Future.all(status(customers), status(transactions))
                .map(both -> together(both.resultAt(0), both.resultAt(1)))
                .onSuccess(status -> answer(context, status))
                .onFailure(context::fail);
    }

    private static Future<String> status(Instances service) {
        return service.request(new RequestOptions().setURI("/health").setTimeout(PATIENCE_MILLIS))
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body)
                .map(body -> Objects.requireNonNull(body.toJsonObject().getString("status")))
                .otherwise(DOWN);
    }

    private static String together(String customers, String transactions) {
        boolean bothUp = customers.equals(UP) && transactions.equals(UP);
        boolean bothDown = customers.equals(DOWN) && transactions.equals(DOWN);
        return bothUp ? UP : bothDown ? DOWN : "degraded";
    }

    private static void answer(RoutingContext context, String status) {
        SecurityHeaders.set(context.response().headers());
        context.response().putHeader("Content-Type", "application/json");
        GatewayAnswers.send(
                context,
                status.equals(DOWN) ? 503 : 200,
                new JsonObject().put("status", status).toBuffer());
    }
}
