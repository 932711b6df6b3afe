package io.loomi.local;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.correlation.TraceParent;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/**
 * The way to one of the services: says for whom the gateway asks, and answers itself when no instance does, as Nginx does.
 *
 * @param service its name, in words
 * @param patience how long an instance may keep silent over a request
 */
record ServiceProxy(String service, Instances instances, GatewayAnswers answers, Duration patience)
        implements Handler<RoutingContext> {

    /** The gateway answers to these itself, or knows better than its client. */
    private static final List<String> OWN =
            List.of("Expect", "Host", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-IP");

    private static final String UNKNOWN_OUTCOME =
            " Whether the request was carried out is not known: repeat it with the same Idempotency-Key.";

    @Override
    public void handle(RoutingContext context) {
        new ProxiedExchange(context, headers(context.request()), instances, patience)
                .run(failure -> refuse(context, failure));
    }

    private static MultiMap headers(HttpServerRequest request) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        HopByHop.copyOthers(request.headers(), headers);
        OWN.forEach(headers::remove);
        CorrelationId id = CorrelationId.from(headers.get(CorrelationId.HEADER), headers.get(TraceParent.HEADER));
        Correlation.bind(id);
        if (Correlation.isTraced()) {
            // the tracer adds its own to what is there
            headers.remove(TraceParent.HEADER).remove("tracestate");
        }
        return headers.set(CorrelationId.HEADER, id.value())
                // The only address that can be believed is the one that the connection comes from.
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
            case BROKEN_OFF -> refuse(context, 502, "bad-gateway", "The service did not answer." + UNKNOWN_OUTCOME);
            case SILENT ->
                refuse(context, 504, "gateway-timeout", "The service did not answer in time." + UNKNOWN_OUTCOME);
            case TOO_LARGE -> answers.tooLarge(context);
        }
    }

    private void refuse(RoutingContext context, int status, String type, String detail) {
        context.response().putHeader("Retry-After", "1");
        answers.problem(context, status, type, detail);
    }
}
