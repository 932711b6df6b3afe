package io.loomi.common.http;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.errors.Failure;
import io.loomi.common.logging.LogLevel;
import io.loomi.common.logging.Loggers;
import io.loomi.common.middlewares.BodyReader;
import io.loomi.common.middlewares.Reply;
import io.loomi.common.parsing.MalformedJson;
import io.loomi.common.parsing.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/** Lets administrators read and change log levels at run time. Not part of the contract. */
final class LoggerRoutes {

    private final TokenVerifier verifier;

    private LoggerRoutes(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    static void mount(Router router, TokenVerifier verifier) {
        LoggerRoutes routes = new LoggerRoutes(verifier);
        OperatorRoutes.read(router, "/loggers")
                .handler(context -> routes.admit(context)
                        .map(_ -> Loggers.levels())
                        .onComplete(levels -> send(context, levels), context::fail));
        router.put("/loggers/:name")
                .handler(context -> routes.admit(context)
                        .compose(caller -> change(context, caller))
                        .onComplete(levels -> send(context, levels), context::fail));
    }

    /** The method of a path outside the contract: PUT for a logger, which changes its level; otherwise GET. */
    static HttpMethod methodOf(String path) {
        return path.startsWith("/loggers/") ? HttpMethod.PUT : HttpMethod.GET;
    }

    private Future<Caller> admit(RoutingContext context) {
        return OperatorRoutes.ADMINISTRATORS.admitOperator(context.request(), verifier);
    }

    private static Future<JsonObject> change(RoutingContext context, Caller caller) {
        MediaTypes.requireUnencoded(context.request());
        Optional<LogLevel> level;
        try {
            level = requestedLevel(context);
        } catch (MalformedJson | ClassCastException | IllegalArgumentException unreadable) {
            return Future.failedFuture(new Failure.Invalid(
                    "#/level", "must be trace, debug, info, warn or error, or null for that of its parent"));
        }
        return Loggers.set(Objects.requireNonNull(context.pathParam("name")), level, caller.userId())
                ? Future.succeededFuture(Loggers.levels())
                : Future.failedFuture(new Failure.NotFound("There is no such logger."));
    }

    private static Optional<LogLevel> requestedLevel(RoutingContext context) {
        JsonObject body = StrictJson.object(StrictJson.read(BodyReader.bodyOf(context)))
                .filter(object -> object.containsKey("level"))
                .orElseThrow(() -> new IllegalArgumentException("no level"));
        return Optional.ofNullable(body.getString("level")).map(LogLevel::of);
    }

    private static void send(RoutingContext context, JsonObject levels) {
        context.response().putHeader("Content-Type", "application/json");
        Reply.end(context.request(), levels.toBuffer());
    }
}
