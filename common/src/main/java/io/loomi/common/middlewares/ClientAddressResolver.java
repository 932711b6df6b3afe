package io.loomi.common.middlewares;

import io.loomi.common.network.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.Objects;

/** Finds out where a request comes from: from the connection's peer, or from what a proxy that is trusted says. */
public final class ClientAddressResolver implements PlatformHandler {

    private static final String KEY = "clientAddress";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final TrustedProxies proxies;

    public ClientAddressResolver(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** The address of the client of a request that has come past this. */
    public static String of(RoutingContext context) {
        return Objects.requireNonNull(context.get(KEY));
    }

    /** Whether a request has come past this. */
    public static boolean isKnown(RoutingContext context) {
        return context.get(KEY) != null;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String peer = String.valueOf(request.remoteAddress().hostAddress());
        context.put(KEY, proxies.clientOf(peer, request.headers().getAll(FORWARDED_FOR)));
        context.next();
    }
}
