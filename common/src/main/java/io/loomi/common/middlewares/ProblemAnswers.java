package io.loomi.common.middlewares;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Problem;
import io.loomi.common.errors.Violation;
import io.loomi.common.json.StrictJson;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns failures into answers: it alone knows which status a failure has. */
public final class ProblemAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);
    private static final String ALLOW = "Allow";
    private static final int FIRST_ERROR = 400;
    private static final int LAST_ERROR = 599;

    private final AllowedMethods methods;
    private final Function<RoutingContext, Future<Void>> unroutedLimit;

    /** @param unroutedLimit counts a request for what there is not, and may refuse it */
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
            response.reset(); // part of another answer is out: cutting it off is the only honest end
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

    /** The path that was asked for, empty where it is none. */
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

    /** Answers with a failure's problem, under the correlation id of the request that it belongs to. */
    public static void send(HttpServerRequest request, String path, Failure failure, String correlationId) {
        HttpServerResponse response = request.response();
        int status = statusOf(failure);
        List<Violation> faults = List.of();
        switch (failure) {
            case Failure.Invalid invalid -> faults = invalid.faults();
            case Failure.Unauthenticated unproven -> response.putHeader("WWW-Authenticate", challenge(unproven));
            case Failure.RateLimited limited -> retryAfter(response, limited.retryAfter());
            case Failure.Unavailable unavailable -> retryAfter(response, unavailable.retryAfter());
            default -> {
                // a status and a detail say it all
            }
        }
        send(
                request,
                Problem.of(failure.type(), ProblemTitles.of(status), status, failure.detail(), path, correlationId)
                        .with(faults));
    }

    private static void retryAfter(HttpServerResponse response, Duration delay) {
        response.putHeader("Retry-After", String.valueOf(delay.toSeconds()));
    }

    private static String challenge(Failure.Unauthenticated unproven) {
        boolean wasRefused =
                unproven.type().endsWith("-token") && !unproven.type().equals("missing-token");
        return switch (unproven.proof()) {
            case CLIENT_SECRET -> "Basic realm=\"loomi\", charset=\"UTF-8\"";
            case ACCESS_TOKEN ->
                wasRefused ? "Bearer realm=\"loomi\", error=\"invalid_token\"" : "Bearer realm=\"loomi\"";
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

    /** Answers what is not HTTP enough to be routed: a line or header too long, a broken encoding. */
    public static void refuseUnreadable(HttpServerRequest request) {
        int status = request.decoderResult().cause() instanceof io.netty.handler.codec.http.TooLongHttpLineException
                ? 414
                : request.decoderResult().cause() instanceof io.netty.handler.codec.http.TooLongHttpHeaderException
                        ? 431
                        : 400;
        CorrelationId id = CorrelationId.from(null, null);
        SecurityHeaders.set(request.response().headers());
        if (request.isSSL()) {
            SecurityHeaders.demandTls(request.response().headers());
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
