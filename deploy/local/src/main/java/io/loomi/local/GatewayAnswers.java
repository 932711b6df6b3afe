package io.loomi.local;

import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.correlation.TraceParent;
import io.loomi.common.errors.Problem;
import io.loomi.common.http.CorsOrigins;
import io.loomi.common.json.StrictJson;
import io.loomi.common.middlewares.SecurityHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.MediaType;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import org.jspecify.annotations.Nullable;

/** What the gateway answers by itself: problems, in the form that the services give theirs. */
final class GatewayAnswers {

    private static final String ORIGIN = "Origin";

    private final CorsOrigins origins;

    /** @param origins the web pages that may read them */
    GatewayAnswers(CorsOrigins origins) {
        this.origins = origins;
    }

    void problem(RoutingContext context, int status, String type, String detail) {
        MultiMap sent = context.request().headers();
        CorrelationId id = CorrelationId.from(sent.get(CorrelationId.HEADER), sent.get(TraceParent.HEADER));
        prepare(context.response().headers(), id, sent.get(ORIGIN));
        context.response().setStatusCode(status).end(document(status, type, detail, context.normalizedPath(), id));
    }

    ProxyResponse unreachable(ProxyRequest request, String service, CorrelationId id) {
        String detail = "The %s service does not answer: try again in a moment.".formatted(service);
        Buffer document = document(
                503,
                "unavailable",
                detail,
                String.valueOf(request.proxiedRequest().path()),
                id);
        ProxyResponse response = request.release().response().setStatusCode(503);
        prepare(response.headers(), id, request.proxiedRequest().getHeader(ORIGIN));
        response.headers().set("Retry-After", "1");
        return response.setBody(Body.body(document, MediaType.parse(Problem.MEDIA_TYPE)));
    }

    private void prepare(MultiMap headers, CorrelationId id, @Nullable String origin) {
        SecurityHeaders.set(headers);
        origins.mark(headers, origin);
        headers.set(CorrelationId.HEADER, id.value()).set("Content-Type", Problem.MEDIA_TYPE);
    }

    private static Buffer document(int status, String type, String detail, String path, CorrelationId id) {
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        return StrictJson.write(Problem.of(type, title, status, detail, path, id.value()));
    }
}
