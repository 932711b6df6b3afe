package io.loomi.local;

import io.loomi.common.config.StartFailure;
import io.loomi.common.http.CorsOrigins;
import io.loomi.common.http.HttpConfig;
import io.loomi.common.middlewares.ProblemAnswers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A reverse proxy with the routes of Nginx, for machines without Nginx. Both services are behind one port. */
public final class Gateway {

    private static final Set<HttpMethod> REFUSED = Set.of(HttpMethod.TRACE, HttpMethod.CONNECT);
    private static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private static final int MAX_CONNECTIONS = 32;
    private static final int MAX_QUEUE = 1024;
    private static final int CONNECT_TIMEOUT_MILLIS = 3000;

    /** Maximum silence of an instance during a request, as in the Nginx configuration. */
    private static final Duration INSTANCE_TIMEOUT = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Duration instanceTimeout;
    private final Instances customers;
    private final Instances transactions;
    private final GatewayAnswers answers;

    /**
     * @param customersPorts the ports of the customers instances on this machine
     * @param origins the web origins that may read the gateway's own answers
     */
    public Gateway(Vertx vertx, List<Integer> customersPorts, List<Integer> transactionsPorts, CorsOrigins origins) {
        this(vertx, customersPorts, transactionsPorts, origins, INSTANCE_TIMEOUT);
    }

    /** @param instanceTimeout maximum silence of an instance during a request */
    Gateway(
            Vertx vertx,
            List<Integer> customersPorts,
            List<Integer> transactionsPorts,
            CorsOrigins origins,
            Duration instanceTimeout) {
        HttpClient client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setKeepAliveTimeout((int) HttpConfig.KEEP_ALIVE.toSeconds()))
                .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_QUEUE))
                .withConnectHandler(Gateway::readAfterWriteFailure)
                .build();
        this.vertx = vertx;
        this.instanceTimeout = instanceTimeout;
        this.customers = new Instances(client, customersPorts);
        this.transactions = new Instances(client, transactionsPorts);
        this.answers = new GatewayAnswers(origins);
    }

    /**
     * Keeps a connection open after a failed write. By default Netty closes it and discards unread bytes: the answer of an
     * instance that did not wait for the end of the body.
     */
    private static void readAfterWriteFailure(HttpConnection connection) {
        if (connection instanceof HttpClientConnectionInternal known) {
            known.channelHandlerContext().channel().config().setAutoClose(false);
        }
    }

    /** @param port 0 for any free port; fails with a StartFailure when the port is in use */
    public Future<HttpServer> listen(String host, int port) {
        return listen(host, port, router());
    }

    /** Proxies every path to the customers instances, for the transactions service on this machine. */
    public Future<HttpServer> listenAsCustomers(int port) {
        return listenAs(proxyTo("customers", customers), port);
    }

    /** Proxies every path to the transactions instances, for the customers service on this machine. */
    public Future<HttpServer> listenAsTransactions(int port) {
        return listenAs(proxyTo("transactions", transactions), port);
    }

    private Future<HttpServer> listenAs(ServiceProxy service, int port) {
        Router router = Router.router(vertx);
        router.route().handler(this::refuseUnreadable).handler(service);
        return listen(ListenAddress.LOOPBACK, port, router);
    }

    private Future<HttpServer> listen(String host, int port, Router router) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout((int) HttpConfig.KEEP_ALIVE.toSeconds())
                .setMaxInitialLineLength(HttpConfig.MAX_REQUEST_LINE_BYTES)
                .setHttp2ClearTextEnabled(false); // Nginx does not offer it on this port either
        return vertx.createHttpServer(options)
                .requestHandler(router)
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
        ServiceProxy toCustomers = proxyTo("customers", customers);
        ServiceProxy toTransactions = proxyTo("transactions", transactions);
        Router router = Router.router(vertx);
        router.route().handler(this::refuseUnreadable);
        List.of("/api/users/lookup", "/api/users/lookup/*")
                .forEach(path -> router.route(path).handler(this::notFound)); // for services only
        router.routeWithRegex("/api/accounts/[^/]+/closures(/.*)?").handler(this::notFound);
        List.of("/api/users", "/api/auth", "/api/audit").forEach(path -> route(router, path, toCustomers));
        List.of("/api/transactions", "/api/accounts", "/api/reports")
                .forEach(path -> route(router, path, toTransactions));
        router.route("/.well-known/jwks.json").handler(toCustomers);
        router.route("/docs/transactions.yaml").handler(toTransactions);
        route(router, "/docs", toCustomers);
        router.route(HttpMethod.GET, "/health")
                .method(HttpMethod.HEAD)
                .handler(new GatewayHealth(customers, transactions));
        router.route("/health").handler(context -> answers.notAllowed(context, "GET, HEAD"));
        router.route().handler(this::notFound);
        router.errorHandler(500, context -> answers.problem(context, 500, "internal-error", "The gateway failed."));
        router.errorHandler(
                400, context -> answers.problem(context, 400, "invalid-request", "The request cannot be read."));
        return router;
    }

    private void notFound(RoutingContext context) {
        answers.problem(context, 404, "not-found", "There is nothing at this path.");
    }

    /** Routes the path and everything below it, but not paths that merely share the prefix. */
    private static void route(Router router, String path, ServiceProxy proxy) {
        router.route(path).handler(proxy);
        router.route(path + "/*").handler(proxy);
    }

    /** Refuses the requests that Nginx refuses on every path. */
    private void refuseUnreadable(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (REFUSED.contains(request.method())) {
            answers.notAllowed(context, ALLOWED);
        } else if (!RequestBody.isReadable(request)) {
            answers.problem(context, 501, "not-implemented", "This Transfer-Encoding is not supported.");
        } else if (RequestBody.declaresTooLarge(request)) {
            answers.tooLarge(context);
        } else {
            context.next();
        }
    }

    private ServiceProxy proxyTo(String service, Instances instances) {
        return new ServiceProxy(service, instances, answers, instanceTimeout);
    }
}
