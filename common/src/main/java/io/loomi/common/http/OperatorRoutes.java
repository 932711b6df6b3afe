package io.loomi.common.http;

import io.loomi.common.auth.Permission;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.health.Health;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.middlewares.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Health and metrics, for orchestrators and operators. Not part of the contract. */
final class OperatorRoutes {

    /** Access for administrators only. */
    static final AccessRule ADMINISTRATORS = new AccessRule(List.of(List.of(Permission.ADMIN_USERS)));

    private OperatorRoutes() {}

    static void mount(Router router, Health health, Metrics metrics, TokenVerifier verifier) {
        read(router, "/health/live").handler(context -> send(context, 200, new JsonObject().put("status", "up")));
        read(router, "/health/ready")
                .handler(context -> health.check()
                        .onComplete(
                                report -> send(context, report.isReady() ? 200 : 503, report.summary()),
                                context::fail));
        read(router, "/health")
                .handler(context -> Future.join(health.check(), isAdmin(context, verifier))
                        .onComplete(both -> answer(context, both.resultAt(0), both.resultAt(1)), context::fail));
        read(router, "/metrics").handler(context -> sendMetrics(context, metrics));
    }

    /** A route for GET and HEAD. */
    static Route read(Router router, String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }

    private static void sendMetrics(RoutingContext context, Metrics metrics) {
        String mediaType = Metrics.mediaType(context.request().getHeader("Accept"));
        context.response().putHeader("Content-Type", mediaType);
        Reply.end(context.request(), Buffer.buffer(metrics.scrape(mediaType)));
    }

    /** Only administrators see the details. */
    private static void answer(RoutingContext context, Health.Report report, boolean admin) {
        send(context, report.isReady() ? 200 : 503, admin ? report.details() : report.summary());
    }

    private static Future<Boolean> isAdmin(RoutingContext context, TokenVerifier verifier) {
        return ADMINISTRATORS
                .admitOperator(context.request(), verifier)
                .map(true)
                .otherwise(false);
    }

    private static void send(RoutingContext context, int status, JsonObject body) {
        context.response().setStatusCode(status).putHeader("Content-Type", "application/json");
        Reply.end(context.request(), body.toBuffer());
    }
}
