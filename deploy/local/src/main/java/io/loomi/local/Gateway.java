package io.loomi.local;

import io.loomi.common.config.StartFailure;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.correlation.TraceParent;
import io.loomi.common.http.HttpConfig;
import io.loomi.common.middlewares.ProblemAnswers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.net.BindException;
import java.util.List;

/** Nginx's routes, for where there is no Nginx: two services behind one port. */
final class Gateway {

    private static final int LARGEST_BODY_BYTES = 64 * 1024;
    private static final int CONNECTIONS = 32;
    private static final int CONNECT_MILLIS = 3000;

    private final Vertx vertx;
    private final int customersPort;
    private final int transactionsPort;

    Gateway(Vertx vertx, int customersPort, int transactionsPort) {
        this.vertx = vertx;
        this.customersPort = customersPort;
        this.transactionsPort = transactionsPort;
    }

    /** @param port 0 for any that is free; fails with a StartFailure when it is taken */
    Future<HttpServer> listen(String host, int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout((int) HttpConfig.KEEP_ALIVE.toSeconds());
        return vertx.createHttpServer(options)
                .requestHandler(router())
                .invalidRequestHandler(ProblemAnswers::refuseUnreadable)
                .listen()
                .recover(failure -> Future.failedFuture(
                        failure instanceof BindException
                                ? new StartFailure(
                                        "Port %d is in use: stop what listens there or choose another with --port."
                                                .formatted(port),
                                        failure)
                                : failure));
    }

    private Router router() {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAliveTimeout((int)
                        HttpConfig.KEEP_ALIVE.toSeconds()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        HttpProxy customers = proxy(client, "customers", customersPort);
        HttpProxy transactions = proxy(client, "transactions", transactionsPort);
        Router router = Router.router(vertx);
        router.route().handler(Gateway::refuseLargeBody);
        List.of("/api/users", "/api/auth", "/api/audit").forEach(path -> pass(router, path, customers));
        List.of("/api/transactions", "/api/accounts", "/api/reports").forEach(path -> pass(router, path, transactions));
        router.route("/.well-known/jwks.json").handler(context -> customers.handle(context.request()));
        router.route("/docs/transactions.yaml").handler(context -> transactions.handle(context.request()));
        pass(router, "/docs", customers);
        router.get("/health").handler(new GatewayHealth(vertx, customersPort, transactionsPort));
        router.route()
                .handler(
                        context -> GatewayAnswers.problem(context, 404, "not-found", "There is nothing at this path."));
        router.errorHandler(500, context -> GatewayAnswers.problem(context, 502, "bad-gateway", "The gateway failed."));
        router.errorHandler(
                400, context -> GatewayAnswers.problem(context, 400, "invalid-request", "The request cannot be read."));
        return router;
    }

    /** The path itself and everything below it, but nothing that only begins with the same letters. */
    private static void pass(Router router, String path, HttpProxy proxy) {
        router.route(path).handler(context -> proxy.handle(context.request()));
        router.route(path + "/*").handler(context -> proxy.handle(context.request()));
    }

    private static void refuseLargeBody(RoutingContext context) {
        String length = context.request().headers().contains("Content-Length")
                ? String.valueOf(context.request().getHeader("Content-Length"))
                : "0";
        if (length.length() > 9 || Long.parseLong(length) > LARGEST_BODY_BYTES) {
            context.response().putHeader("Connection", "close");
            GatewayAnswers.problem(context, 413, "body-too-large", "A body may have 64 KiB at most.");
        } else {
            context.next();
        }
    }

    private static HttpProxy proxy(HttpClient client, String service, int port) {
        return HttpProxy.reverseProxy(client)
                .origin(port, LocalOptions.LOOPBACK)
                .addInterceptor(new Passage(service));
    }

    /** What the gateway does to a request on its way to a service. */
    private record Passage(String service) implements ProxyInterceptor {

        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            ProxyRequest request = context.request();
            CorrelationId id = CorrelationId.from(
                    request.headers().get(CorrelationId.HEADER),
                    request.headers().get(TraceParent.HEADER));
            request.headers()
                    .set(CorrelationId.HEADER, id.value())
                    // The only address that can be believed is the one that the connection comes from.
                    .set(
                            "X-Forwarded-For",
                            String.valueOf(
                                    request.proxiedRequest().remoteAddress().hostAddress()))
                    .set("X-Forwarded-Proto", "http");
            return context.sendRequest()
                    .recover(failure -> Future.succeededFuture(GatewayAnswers.unreachable(request, service, id)));
        }
    }
}
