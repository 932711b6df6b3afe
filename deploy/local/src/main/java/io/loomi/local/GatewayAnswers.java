package io.loomi.local;

import io.loomi.common.errors.Problem;
import io.loomi.common.http.CorsOrigins;
import io.loomi.common.middlewares.SecurityHeaders;
import io.loomi.common.parsing.StrictJson;
import io.loomi.common.tracing.CorrelationId;
import io.loomi.common.tracing.TraceParent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The gateway's own answers: problems in the same form as those of the services. */
final class GatewayAnswers {

    private static final String ORIGIN = "Origin";

    private final CorsOrigins origins;

    /** @param origins the web origins that may read these answers */
    GatewayAnswers(CorsOrigins origins) {
        this.origins = origins;
    }

    /** Answers with a problem. The answer to HEAD has no body. */
    void problem(RoutingContext context, int status, String type, String detail) {
        MultiMap sent = context.request().headers();
        CorrelationId id = CorrelationId.from(sent.get(CorrelationId.HEADER), sent.get(TraceParent.HEADER));
        prepare(context.response().headers(), id, sent.get(ORIGIN));
        send(context, status, document(status, type, detail, context.normalizedPath(), id));
    }

    void tooLarge(RoutingContext context) {
        problem(context, 413, "body-too-large", "A body may have 64 KiB at most.");
    }

    void notAllowed(RoutingContext context, String allowed) {
        context.response().putHeader("Allow", allowed);
        problem(context, 405, "method-not-allowed", "The method is not allowed here.");
    }

    /** Answers without waiting for the request body. If a part of the body has not arrived, the connection is closed. */
    static void send(RoutingContext context, int status, Buffer document) {
        HttpServerRequest request = context.request();
        boolean closes = RequestBody.isPending(request);
        if (closes) {
            context.response().putHeader("Connection", "close");
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Length", String.valueOf(document.length())) // for HEAD, too
                .end(document);
        if (closes) {
            RequestBody.drainAndClose(context.vertx(), request);
        }
    }

    private void prepare(MultiMap headers, CorrelationId id, @Nullable String origin) {
        SecurityHeaders.set(headers);
        origins.setHeaders(headers, origin);
        headers.set(CorrelationId.HEADER, id.value()).set("Content-Type", Problem.MEDIA_TYPE);
    }

    private static Buffer document(int status, String type, String detail, String path, CorrelationId id) {
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        return StrictJson.write(Problem.of(type, title, status, detail, path, id.value()));
    }
}
