package io.loomi.local;

import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.loomi.common.tracing.TraceParent;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/**
 * Forwards requests to one service with the client's address and protocol. Answers with a problem when no instance answers, as
 * Nginx does.
 *
 * @param service the name of the service
 * @param timeout maximum silence of an instance during a request
 */
record ServiceProxy(String service, Instances instances, GatewayAnswers answers, Duration timeout)
        implements Handler<RoutingContext> {

    /** The gateway handles or sets these itself. */
    private static final List<String> NOT_FORWARDED =
            List.of("Expect", "Host", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-IP");

    private static final String UNKNOWN_OUTCOME =
            " Whether the request was carried out is not known: repeat it with the same Idempotency-Key.";

    @Override
    public void handle(RoutingContext context) {
        new ProxiedExchange(context, headers(context.request()), instances, timeout)
                .run(failure -> refuse(context, failure));
    }

    private static MultiMap headers(HttpServerRequest request) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        HopByHopHeaders.copyEndToEnd(request.headers(), headers);
        NOT_FORWARDED.forEach(headers::remove);
        CorrelationId id = CorrelationId.from(headers.get(CorrelationId.HEADER), headers.get(TraceParent.HEADER));
        Correlation.bind(id);
        if (Correlation.isTraced()) {
            // the tracer appends its own headers
            headers.remove(TraceParent.HEADER).remove("tracestate");
        }
        return headers.set(CorrelationId.HEADER, id.value())
                // Only the address of the connection can be trusted.
                .set("X-Forwarded-For", request.remoteAddress().hostAddress())
                .set("X-Forwarded-Proto", "http");
    }

    private void refuse(RoutingContext context, ProxiedExchange.Failure failure) {
        switch (failure) {
            case NOT_SENT ->
                refuse(
                        context,
                        503,
                        "unavailable",
                        "The %s service does not answer: try again in a moment.".formatted(service));
            case CONNECTION_LOST ->
                refuse(context, 502, "bad-gateway", "The service did not answer." + UNKNOWN_OUTCOME);
            case TIMED_OUT ->
                refuse(context, 504, "gateway-timeout", "The service did not answer in time." + UNKNOWN_OUTCOME);
            case TOO_LARGE -> answers.tooLarge(context);
        }
    }

    private void refuse(RoutingContext context, int status, String type, String detail) {
        context.response().putHeader("Retry-After", "1");
        answers.problem(context, status, type, detail);
    }
}
