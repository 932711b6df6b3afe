package io.loomi.local;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.correlation.TraceParent;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.net.ConnectException;
import java.util.Set;

/**
 * What the gateway does to a request on its way to a service: says for whom it asks, and answers 503 itself when no instance does.
 *
 * <p>What only reads is asked once more of the next instance when the first breaks off, as Nginx does. What may have moved money
 * is not: its caller repeats it with the same key.
 */
record Passage(String service, GatewayAnswers answers) implements ProxyInterceptor {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest request = context.request();
        CorrelationId id = CorrelationId.from(
                request.headers().get(CorrelationId.HEADER), request.headers().get(TraceParent.HEADER));
        Correlation.bind(id);
        if (Correlation.isTraced()) {
            // the tracer adds its own to what is there
            request.headers().remove(TraceParent.HEADER).remove("tracestate");
        }
        request.headers()
                .set(CorrelationId.HEADER, id.value())
                // The only address that can be believed is the one that the connection comes from.
                .set(
                        "X-Forwarded-For",
                        String.valueOf(request.proxiedRequest().remoteAddress().hostAddress()))
                .set("X-Forwarded-Proto", "http");
        return send(context).recover(failure -> Future.succeededFuture(answers.unreachable(request, service, id)));
    }

    private static Future<ProxyResponse> send(ProxyContext context) {
        ProxyRequest request = context.request();
        if (!READS.contains(request.getMethod())) {
            return context.sendRequest();
        }
        request.proxiedRequest().resume(); // whatever body it has is nobody's
        request.setBody(null);
        return context.sendRequest()
                .recover(failure -> hasReachedNone(failure) ? Future.failedFuture(failure) : context.sendRequest());
    }

    /** Then every instance was tried. */
    private static boolean hasReachedNone(Throwable failure) {
        return failure instanceof ConnectException;
    }
}
