package io.loomi.common.middlewares;

import io.loomi.common.network.TrustedProxies;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.List;

/**
 * Sets the security headers of every response, so that browsers do not treat API responses as pages. Responses over TLS
 * also get Strict-Transport-Security, which is not allowed over HTTP in clear (RFC 6797, 7.2).
 */
public final class SecurityHeaders implements PlatformHandler {

    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private final TrustedProxies proxies;

    /** @param proxies are believed when they report that a request reached them over TLS */
    public SecurityHeaders(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.response().headers();
        set(headers);
        if (context.request().isSSL() || isForwardedFromTls(context.request())) {
            setStrictTransportSecurity(headers);
        }
        context.next();
    }

    private boolean isForwardedFromTls(HttpServerRequest request) {
        List<String> protocols = request.headers().getAll(FORWARDED_PROTO);
        return protocols.size() == 1
                && protocols.getFirst().equalsIgnoreCase("https")
                && proxies.isTrusted(String.valueOf(request.remoteAddress().hostAddress()));
    }

    static void setStrictTransportSecurity(MultiMap headers) {
        headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }

    /** Sets the headers of every response, over TLS or not. */
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
