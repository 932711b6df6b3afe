package io.loomi.common.http;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.contract.RequestCheck;
import io.loomi.common.middlewares.AccessLog;
import io.loomi.common.middlewares.BodyReader;
import io.loomi.common.parsing.QueryString;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.tracing.Correlation;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.contract.Operation;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Handles one operation of the contract: access, rate limit and contract check, then the controller. */
final class OperationRoute implements Handler<RoutingContext> {

    /** {@code failures} for an operation that services call all the time: its successes are not logged. */
    private static final String ACCESS_LOG_EXTENSION = "x-access-log";

    private static final String FAILURES = "failures";

    private final String template;
    private final boolean logsFailuresOnly;
    private final AccessRule access;
    private final Optional<OperationRateLimit> limit;
    private final TokenVerifier verifier;
    private final RequestCheck check;
    private final List<String> answerTypes;
    private final Function<ApiRequest, Future<ApiResponse>> controller;

    OperationRoute(
            Operation operation,
            AccessRule access,
            Optional<OperationRateLimit> limit,
            List<String> answerTypes,
            TokenVerifier verifier,
            Function<ApiRequest, Future<ApiResponse>> controller) {
        this.template = operation.getOpenAPIPath();
        this.logsFailuresOnly = logsFailuresOnly(operation);
        this.access = access;
        this.limit = limit;
        this.verifier = verifier;
        this.check = new RequestCheck(operation);
        this.answerTypes = answerTypes;
        this.controller = controller;
    }

    private static boolean logsFailuresOnly(Operation operation) {
        Object logged = operation.getExtensions().getOrDefault(ACCESS_LOG_EXTENSION, "");
        if (!logged.equals("") && !logged.equals(FAILURES)) {
            throw new IllegalStateException("the contract of the operation " + operation.getOperationId() + " has the "
                    + ACCESS_LOG_EXTENSION + " " + logged + ", and there is only " + FAILURES);
        }
        return logged.equals(FAILURES);
    }

    @Override
    public void handle(RoutingContext context) {
        Correlation.route(template);
        if (logsFailuresOnly) {
            context.put(AccessLog.FAILURES_ONLY, true);
        }
        Deadline.bind(Deadline.ofRequest(InstantSource.system()));
        admit(context)
                .map(caller -> requestOf(context, caller.orElse(null)))
                .compose(controller)
                .map(response -> {
                    response.send(context);
                    return response;
                })
                .onFailure(context::fail);
    }

    private Future<Optional<Caller>> admit(RoutingContext context) {
        return limit.map(rateLimit -> admit(context, rateLimit))
                .orElseGet(() -> access.admit(context.request(), verifier));
    }

    /**
     * Refusing a caller has a cost, so refused callers are rate-limited too. When the address has no tokens left, the
     * request is refused before its signature is checked.
     */
    private Future<Optional<Caller>> admit(RoutingContext context, OperationRateLimit rateLimit) {
        if (rateLimit.isExhausted(context) && access.needsSignatureCheck(context.request(), verifier)) {
            return rateLimit.take(context, null).compose(_ -> access.admit(context.request(), verifier));
        }
        return access.admit(context.request(), verifier)
                .transform((caller, refusal) -> rateLimit
                        .take(context, caller == null ? null : caller.orElse(null))
                        .compose(_ -> refusal == null ? Future.succeededFuture(caller) : Future.failedFuture(refusal)));
    }

    private ApiRequest requestOf(RoutingContext context, @Nullable Caller caller) {
        Buffer body = BodyReader.takeBodyOf(context);
        if (body.length() > 0) {
            check.bodyFormat().ifPresent(format -> requireSentAs(format.mediaType(), context.request()));
        }
        String answerType = answerType(context.request());
        QueryString query = RequestCheck.queryOf(context.request());
        return new ApiRequest(
                context, caller, query, check.check(context.request(), query, context.pathParams(), body), answerType);
    }

    private static void requireSentAs(String mediaType, HttpServerRequest request) {
        MediaTypes.requireUnencoded(request);
        if (!MediaTypes.isSentAs(mediaType, request)) {
            request.response().putHeader("Accept", mediaType);
            throw new HttpException(415, "Send the body as " + mediaType + ".");
        }
    }

    private String answerType(HttpServerRequest request) {
        return MediaTypes.accepted(answerTypes, request)
                .orElseThrow(() -> new HttpException(
                        406, "The answer is " + String.join(" or ", answerTypes) + ", which Accept does not allow."));
    }
}
