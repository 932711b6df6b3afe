package io.loomi.common.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;

/**
 * Tells browsers which pages may read the answers. It sets its headers before anything can fail, so that a page reads a
 * problem too. A preflight is answered here: it carries no token, and counts by its address.
 *
 * <p>vertx-web's own handler refuses every request from an origin that is not listed, also those of the pages at {@code /docs},
 * whose origin is the service's. Here the browser is told nothing, and refuses by itself.
 */
final class CrossOrigin implements PlatformHandler {

    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private static final String SENT =
            "Authorization, Content-Type, Accept, Idempotency-Key, If-Match, If-None-Match, X-Correlation-ID, traceparent";

    /** Two hours, the longest that browsers keep. */
    private static final Duration KEPT = Duration.ofHours(2);

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
        origins.mark(context.response().headers(), origin);
        if (isPreflight(context.request())) {
            limit.pass(context).onComplete(_ -> answer(context, origins.allow(origin)), context::fail);
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
                    .putHeader("Access-Control-Allow-Headers", SENT)
                    .putHeader("Access-Control-Max-Age", String.valueOf(KEPT.toSeconds()));
        }
        context.response().setStatusCode(204).end();
    }
}
