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

/** Nginx's routes, for where there is no Nginx: the instances of both services behind one port. */
public final class Gateway {

    private static final Set<HttpMethod> REFUSED = Set.of(HttpMethod.TRACE, HttpMethod.CONNECT);
    private static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private static final int CONNECTIONS = 32;
    private static final int LONGEST_QUEUE = 1024;
    private static final int CONNECT_MILLIS = 3000;

    /** From one sign of life of an instance to the next, as Nginx waits: one that took a request may be silent for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Duration patience;
    private final Instances customers;
    private final Instances transactions;
    private final GatewayAnswers answers;

    /**
     * @param customersPorts those of its instances, on this machine
     * @param origins the web pages that may read what the gateway itself answers
     */
    public Gateway(Vertx vertx, List<Integer> customersPorts, List<Integer> transactionsPorts, CorsOrigins origins) {
        this(vertx, customersPorts, transactionsPorts, origins, PATIENCE);
    }

    /** @param patience how long an instance may keep silent over a request */
    Gateway(
            Vertx vertx,
            List<Integer> customersPorts,
            List<Integer> transactionsPorts,
            CorsOrigins origins,
            Duration patience) {
        HttpClient client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAliveTimeout((int)
                        HttpConfig.KEEP_ALIVE.toSeconds()))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(LONGEST_QUEUE))
                .withConnectHandler(Gateway::keepOpenForReading)
                .build();
        this.vertx = vertx;
        this.patience = patience;
        this.customers = new Instances(client, customersPorts);
        this.transactions = new Instances(client, transactionsPorts);
        this.answers = new GatewayAnswers(origins);
    }

    /**
     * Netty closes a connection to which it cannot write, with all that has arrived and is not read yet: the answer of an instance
     * that did not wait for the end of a body.
     */
    private static void keepOpenForReading(HttpConnection connection) {
        if (connection instanceof HttpClientConnectionInternal known) {
            known.channelHandlerContext().channel().config().setAutoClose(false);
        }
    }

    /** @param port 0 for any that is free; fails with a StartFailure when it is taken */
    public Future<HttpServer> listen(String host, int port) {
        return listen(host, port, router());
    }

    /** Stands for all customers, whatever is asked of them: for transactions, on this machine. */
    public Future<HttpServer> listenAsCustomers(int port) {
        return listenAs(passage("customers", customers), port);
    }

    /** Stands for all transactions in the same way, for customers. */
    public Future<HttpServer> listenAsTransactions(int port) {
        return listenAs(passage("transactions", transactions), port);
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
                .setMaxInitialLineLength(HttpConfig.LONGEST_REQUEST_LINE)
                .setHttp2ClearTextEnabled(false); // as Nginx on this port
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
        ServiceProxy toCustomers = passage("customers", customers);
        ServiceProxy toTransactions = passage("transactions", transactions);
        Router router = Router.router(vertx);
        router.route().handler(this::refuseUnreadable);
        List.of("/api/users/lookup", "/api/users/lookup/*")
                .forEach(path -> router.route(path).handler(this::sayThereIsNothing)); // for services alone
        router.routeWithRegex("/api/accounts/[^/]+/closures(/.*)?").handler(this::sayThereIsNothing);
        List.of("/api/users", "/api/auth", "/api/audit").forEach(path -> pass(router, path, toCustomers));
        List.of("/api/transactions", "/api/accounts", "/api/reports")
                .forEach(path -> pass(router, path, toTransactions));
        router.route("/.well-known/jwks.json").handler(toCustomers);
        router.route("/docs/transactions.yaml").handler(toTransactions);
        pass(router, "/docs", toCustomers);
        router.route(HttpMethod.GET, "/health")
                .method(HttpMethod.HEAD)
                .handler(new GatewayHealth(customers, transactions));
        router.route("/health").handler(context -> answers.notAllowed(context, "GET, HEAD"));
        router.route().handler(this::sayThereIsNothing);
        router.errorHandler(500, context -> answers.problem(context, 500, "internal-error", "The gateway failed."));
        router.errorHandler(
                400, context -> answers.problem(context, 400, "invalid-request", "The request cannot be read."));
        return router;
    }

    private void sayThereIsNothing(RoutingContext context) {
        answers.problem(context, 404, "not-found", "There is nothing at this path.");
    }

    /** The path itself and everything below it, but nothing that only begins with the same letters. */
    private static void pass(Router router, String path, ServiceProxy passage) {
        router.route(path).handler(passage);
        router.route(path + "/*").handler(passage);
    }

    /** What Nginx refuses as well, wherever it leads. */
    private void refuseUnreadable(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (REFUSED.contains(request.method())) {
            answers.notAllowed(context, ALLOWED);
        } else if (!RequestBody.isReadable(request)) {
            answers.problem(context, 501, "not-implemented", "The request asks for what is not done here.");
        } else if (RequestBody.announcesTooMuch(request)) {
            answers.tooLarge(context);
        } else {
            context.next();
        }
    }

    private ServiceProxy passage(String service, Instances instances) {
        return new ServiceProxy(service, instances, answers, patience);
    }
}
