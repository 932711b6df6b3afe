package io.loomi.common.middlewares;

import io.loomi.common.network.TrustedProxies;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.List;

/**
 * Sets on every answer the headers that keep browsers from doing with an API's answers what they do with pages, and on those that
 * go over TLS that browsers shall stay with TLS. Over HTTP in clear that must not be said (RFC 6797, 7.2).
 */
public final class SecurityHeaders implements PlatformHandler {

    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private final TrustedProxies proxies;

    /** @param proxies who is believed when they say that a request came to them over TLS */
    public SecurityHeaders(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.response().headers();
        set(headers);
        if (context.request().isSSL() || isForwardedFromTls(context.request())) {
            demandTls(headers);
        }
        context.next();
    }

    private boolean isForwardedFromTls(HttpServerRequest request) {
        List<String> said = request.headers().getAll(FORWARDED_PROTO);
        return said.size() == 1
                && said.getFirst().equalsIgnoreCase("https")
                && proxies.isTrusted(String.valueOf(request.remoteAddress().hostAddress()));
    }

    static void demandTls(MultiMap headers) {
        headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }

    /** The headers of every answer, over TLS or not. */
    public static void set(MultiMap headers) {
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
