package io.loomi.common.middlewares;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;

/** Sets on every answer the headers that keep browsers from doing with an API's answers what they do with pages. */
public final class SecurityHeaders implements PlatformHandler {

    @Override
    public void handle(RoutingContext context) {
        set(context.response().headers());
        context.next();
    }

    public static void set(MultiMap headers) {
        headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
                .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
