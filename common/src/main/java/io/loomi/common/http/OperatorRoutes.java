package io.loomi.common.http;

import io.loomi.common.auth.Permission;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.errors.Failure;
import io.loomi.common.health.Health;
import io.loomi.common.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What orchestrators and operators ask for: health and metrics. They are not part of the contract. */
final class OperatorRoutes {

    private static final String PREFIX = "Bearer ";

    private OperatorRoutes() {}

    static void mount(Router router, Health health, Metrics metrics, TokenVerifier verifier) {
        router.get("/health/live").handler(context -> send(context, 200, new JsonObject().put("status", "up")));
        router.get("/health/ready")
                .handler(context -> health.check()
                        .onComplete(
                                report -> send(context, report.isReady() ? 200 : 503, report.summary()),
                                context::fail));
        router.get("/health")
                .handler(context -> Future.join(health.check(), isAdmin(context, verifier))
                        .onComplete(both -> answer(context, both.resultAt(0), both.resultAt(1)), context::fail));
        router.get("/metrics").handler(context -> sendMetrics(context, metrics));
    }

    private static void sendMetrics(RoutingContext context, Metrics metrics) {
        String mediaType = Metrics.mediaType(context.request().getHeader("Accept"));
        context.response().putHeader("Content-Type", mediaType).end(metrics.scrape(mediaType));
    }

    /** Strangers learn the status; what stands behind it is for administrators. */
    private static void answer(RoutingContext context, Health.Report report, boolean admin) {
        send(context, report.isReady() ? 200 : 503, admin ? report.details() : report.summary());
    }

    private static Future<Boolean> isAdmin(RoutingContext context, TokenVerifier verifier) {
        @Nullable String header = context.request().getHeader("Authorization");
        return header != null && header.startsWith(PREFIX)
                ? verifier.verify(header.substring(PREFIX.length()))
                        // What is down may be what knows the sessions: then administrators need the details most.
                        .recover(failure -> failure instanceof Failure.Unavailable
                                ? verifier.verifySigned(header.substring(PREFIX.length()))
                                : Future.failedFuture(failure))
                        .map(caller -> caller.may(Permission.ADMIN_USERS))
                        .otherwise(false)
                : Future.succeededFuture(false);
    }

    private static void send(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }
}
