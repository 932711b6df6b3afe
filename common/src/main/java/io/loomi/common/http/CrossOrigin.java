package io.loomi.common.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;

/**
 * Sets the CORS headers, before anything can fail, so that pages can read problems too. It also answers preflights,
 * which carry no token and are limited by address.
 *
 * <p>vertx-web's own handler refuses every request from an unlisted origin, even from the pages at {@code /docs}, which
 * have the service's own origin. This handler omits the headers instead, and the browser then denies access.
 */
final class CrossOrigin implements PlatformHandler {

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String HEADERS =
            "Authorization, Content-Type, Accept, Idempotency-Key, If-Match, If-None-Match, X-Correlation-ID, traceparent";

    /** Two hours, the maximum of browsers. */
    private static final Duration MAX_AGE = Duration.ofHours(2);

    private final CorsOrigins origins;
    private final AddressRateLimit limit;

    CrossOrigin(CorsOrigins origins, AddressRateLimit limit) {
        this.origins = origins;
        this.limit = limit;
    }

    @Override
    public void handle(RoutingContext context) {
        if (origins.allowed().isEmpty()) {
            context.next();
            return;
        }
        String origin = context.request().getHeader("Origin");
        origins.setHeaders(context.response().headers(), origin);
        if (isPreflight(context.request())) {
            limit.take(context).onComplete(_ -> answer(context, origins.allow(origin)), context::fail);
        } else {
            context.next();
        }
    }

    private static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains("Origin")
                && request.headers().contains("Access-Control-Request-Method");
    }

    private static void answer(RoutingContext context, boolean isAllowed) {
        if (isAllowed) {
            context.response()
                    .putHeader("Access-Control-Allow-Methods", METHODS)
                    .putHeader("Access-Control-Allow-Headers", HEADERS)
                    .putHeader("Access-Control-Max-Age", String.valueOf(MAX_AGE.toSeconds()));
        }
        context.response().setStatusCode(204).end();
    }
}
