package io.loomi.local;

import io.loomi.common.middlewares.SecurityHeaders;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.WebClient;
import java.util.Objects;

/** The bank's health in a word: up when both services are, down when neither is, degraded between the two. */
final class GatewayHealth implements Handler<RoutingContext> {

    private static final long PATIENCE_MILLIS = 2500;
    private static final String UP = "up";
    private static final String DOWN = "down";

    private final WebClient client;
    private final int customersPort;
    private final int transactionsPort;

    GatewayHealth(Vertx vertx, int customersPort, int transactionsPort) {
        this.client = WebClient.create(vertx);
        this.customersPort = customersPort;
        this.transactionsPort = transactionsPort;
    }

    @Override
    public void handle(RoutingContext context) {
        Future.all(status(customersPort), status(transactionsPort))
                .onComplete(both -> answer(context, both.resultAt(0), both.resultAt(1)), context::fail);
    }

    private Future<String> status(int port) {
        return client.get(port, LocalOptions.LOOPBACK, "/health")
                .timeout(PATIENCE_MILLIS)
                .send()
                .map(answer -> Objects.requireNonNull(answer.bodyAsJsonObject()).getString("status"))
                .otherwise(DOWN);
    }

    private static void answer(RoutingContext context, String customers, String transactions) {
        boolean bothUp = customers.equals(UP) && transactions.equals(UP);
        boolean bothDown = customers.equals(DOWN) && transactions.equals(DOWN);
        String status = bothUp ? UP : bothDown ? DOWN : "degraded";
        SecurityHeaders.set(context.response().headers());
        context.response()
                .setStatusCode(bothDown ? 503 : 200)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("status", status).toBuffer());
    }
}
