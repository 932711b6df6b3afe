package io.loomi.common.middlewares;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Problem;
import io.loomi.common.errors.Violation;
import io.loomi.common.parsing.StrictJson;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into problem responses. Only this class knows the status of a failure. */
public final class ProblemAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);
    private static final String ALLOW = "Allow";
    private static final int FIRST_ERROR = 400;
    private static final int LAST_ERROR = 599;

    private final AllowedMethods methods;
    private final Function<RoutingContext, Future<Void>> unroutedLimit;

    /** @param unroutedLimit counts a request for an unknown path or method, and may refuse it */
    public ProblemAnswers(AllowedMethods methods, Function<RoutingContext, Future<Void>> unroutedLimit) {
        this.methods = methods;
        this.unroutedLimit = unroutedLimit;
    }

    public void mount(Router router) {
        IntStream.rangeClosed(FIRST_ERROR, LAST_ERROR).forEach(status -> router.errorHandler(status, this::answer));
    }

    private void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset(); // part of a response was sent, so the client must see that it is incomplete
            return;
        }
        @Nullable Throwable thrown = context.failure();
        HttpServerRequest request = context.request();
        String path = instance(context);
        switch (thrown) {
            case Failure failure -> send(request, path, failure, correlationId());
            case HttpException http -> send(request, path, http.getStatusCode(), http.getPayload());
            case null ->
                Future.succeededFuture()
                        .compose(_ -> unroutedLimit.apply(context))
                        .compose(_ -> {
                            answerUnrouted(context, path);
                            return Future.succeededFuture();
                        })
                        .onFailure(context::fail);
            default -> {
                if (context.statusCode() == 500) {
                    LOG.error("Request failed unexpectedly", thrown);
                }
                send(request, path, context.statusCode(), null);
            }
        }
    }

    private void answerUnrouted(RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        boolean asksForOptions = request.method().equals(HttpMethod.OPTIONS);
        if (asksForOptions && request.uri().equals("*")) {
            answerOptions(request, methods.all());
        } else if (!isPath(context)) {
            send(request, path, 400, null);
        } else if (context.statusCode() != 405) {
            send(request, path, context.statusCode() < 0 ? 404 : context.statusCode(), null);
        } else if (asksForOptions) {
            answerOptions(request, methods.of(path));
        } else {
            request.response().putHeader(ALLOW, methods.of(path));
            send(request, path, 405, null);
        }
    }

    private static void answerOptions(HttpServerRequest request, String allowed) {
        request.response().putHeader(ALLOW, allowed).setStatusCode(204).end();
    }

    /** The requested path, or empty if the target is not a path. */
    private static String instance(RoutingContext context) {
        try {
            return isPath(context) ? context.normalizedPath() : "";
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private static boolean isPath(RoutingContext context) {
        @Nullable String path = context.request().path();
        return path != null && path.startsWith("/");
    }

    /** Sends the failure's problem, with the correlation id of its request. */
    public static void send(HttpServerRequest request, String path, Failure failure, String correlationId) {
        HttpServerResponse response = request.response();
        int status = statusOf(failure);
        List<Violation> faults = List.of();
        Map<String, Object> members = Map.of();
        switch (failure) {
            case Failure.Invalid invalid -> faults = invalid.violations();
            case Failure.Conflict conflict -> members = conflict.members();
            case Failure.Unauthenticated unproven -> response.putHeader("WWW-Authenticate", challenge(unproven));
            case Failure.RateLimited limited -> retryAfter(response, limited.retryAfter());
            case Failure.Unavailable unavailable -> retryAfter(response, unavailable.retryAfter());
            default -> {
                // the status and the detail are enough
            }
        }
        send(
                request,
                Problem.of(failure.type(), ProblemTitles.of(status), status, failure.detail(), path, correlationId)
                        .with(faults)
                        .with(members));
    }

    private static void retryAfter(HttpServerResponse response, Duration delay) {
        response.putHeader("Retry-After", String.valueOf(delay.toSeconds()));
    }

    private static String challenge(Failure.Unauthenticated unauthenticated) {
        boolean hasInvalidToken = unauthenticated.type().endsWith("-token")
                && !unauthenticated.type().equals("missing-token");
        return switch (unauthenticated.proof()) {
            case CLIENT_SECRET -> "Basic realm=\"loomi\", charset=\"UTF-8\"";
            case ACCESS_TOKEN ->
                hasInvalidToken ? "Bearer realm=\"loomi\", error=\"invalid_token\"" : "Bearer realm=\"loomi\"";
        };
    }

    private static int statusOf(Failure failure) {
        return switch (failure) {
            case Failure.Invalid _ -> 400;
            case Failure.Unauthenticated _ -> 401;
            case Failure.Forbidden _ -> 403;
            case Failure.NotFound _ -> 404;
            case Failure.Conflict _ -> 409;
            case Failure.PreconditionFailed _ -> 412;
            case Failure.Refused _ -> 422;
            case Failure.RateLimited _ -> 429;
            case Failure.Unavailable _ -> 503;
            case Failure.OutcomeUnknown _ -> 504;
        };
    }

    private static void send(HttpServerRequest request, String path, int status, @Nullable String detail) {
        String shown = detail == null ? ProblemTitles.detailOf(status) : detail;
        send(
                request,
                Problem.of(
                        ProblemTitles.typeOf(status), ProblemTitles.of(status), status, shown, path, correlationId()));
    }

    private static void send(HttpServerRequest request, Problem problem) {
        request.response().setStatusCode(problem.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        Reply.end(request, StrictJson.write(problem));
    }

    private static String correlationId() {
        return Correlation.currentText();
    }

    /** Answers a request that Netty could not decode: a line or header that is too long, or a broken encoding. */
    public static void refuseUnreadable(HttpServerRequest request) {
        int status = request.decoderResult().cause() instanceof io.netty.handler.codec.http.TooLongHttpLineException
                ? 414
                : request.decoderResult().cause() instanceof io.netty.handler.codec.http.TooLongHttpHeaderException
                        ? 431
                        : 400;
        CorrelationId id = CorrelationId.from(null, null);
        SecurityHeaders.set(request.response().headers());
        if (request.isSSL()) {
            SecurityHeaders.setStrictTransportSecurity(request.response().headers());
        }
        request.response().putHeader(CorrelationId.HEADER, id.value()).putHeader("Connection", "close");
        send(
                request,
                Problem.of(
                        ProblemTitles.typeOf(status),
                        ProblemTitles.of(status),
                        status,
                        ProblemTitles.detailOf(status),
                        "",
                        id.value()));
        request.connection().close();
    }
}
