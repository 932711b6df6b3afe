package io.loomi.common.middlewares;

import io.loomi.common.network.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.Objects;

/** Finds the client's address: the connection's peer, or what a trusted proxy reports. */
public final class ClientAddressResolver implements PlatformHandler {

    private static final String KEY = "clientAddress";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final TrustedProxies proxies;

    public ClientAddressResolver(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** The client's address of a request that this handler has seen. */
    public static String of(RoutingContext context) {
        return Objects.requireNonNull(context.get(KEY));
    }

    /** Whether this handler has seen the request. */
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
