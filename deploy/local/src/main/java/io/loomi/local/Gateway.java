package io.loomi.local;

import io.loomi.common.config.StartFailure;
import io.loomi.common.http.CorsOrigins;
import io.loomi.common.http.HttpConfig;
import io.loomi.common.middlewares.ProblemAnswers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import java.net.BindException;
import java.time.Duration;
import java.util.List;

/** Nginx's routes, for where there is no Nginx: the instances of both services behind one port. */
public final class Gateway {

    private static final int LARGEST_BODY_BYTES = 64 * 1024;
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
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAliveTimeout((int)
                        HttpConfig.KEEP_ALIVE.toSeconds()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(LONGEST_QUEUE));
        this.vertx = vertx;
        this.patience = patience;
        this.customers = new Instances(client, customersPorts);
        this.transactions = new Instances(client, transactionsPorts);
        this.answers = new GatewayAnswers(origins);
    }

    /** @param port 0 for any that is free; fails with a StartFailure when it is taken */
    public Future<HttpServer> listen(String host, int port) {
        return listen(host, port, router());
    }

    /** Stands for all customers, whatever is asked of them: for transactions, on this machine. */
    public Future<HttpServer> listenAsCustomers(int port) {
        Router router = Router.router(vertx);
        HttpProxy toCustomers = proxy("customers", customers);
        router.route().handler(context -> toCustomers.handle(context.request()));
        return listen(FrontHost.LOOPBACK, port, router);
    }

    private Future<HttpServer> listen(String host, int port, Router router) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout((int) HttpConfig.KEEP_ALIVE.toSeconds())
                // as Nginx on this port; and an answer that the proxy makes itself may never leave on an HTTP/2 stream
                .setHttp2ClearTextEnabled(false);
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
        HttpProxy toCustomers = proxy("customers", customers);
        HttpProxy toTransactions = proxy("transactions", transactions);
        Router router = Router.router(vertx);
        router.route().handler(this::refuseLargeBody);
        List.of("/api/users/lookup", "/api/users/lookup/*")
                .forEach(path -> router.route(path).handler(this::sayThereIsNothing)); // for services alone
        List.of("/api/users", "/api/auth", "/api/audit").forEach(path -> pass(router, path, toCustomers));
        List.of("/api/transactions", "/api/accounts", "/api/reports")
                .forEach(path -> pass(router, path, toTransactions));
        router.route("/.well-known/jwks.json").handler(context -> toCustomers.handle(context.request()));
        router.route("/docs/transactions.yaml").handler(context -> toTransactions.handle(context.request()));
        pass(router, "/docs", toCustomers);
        router.get("/health").handler(new GatewayHealth(customers, transactions));
        router.route().handler(this::sayThereIsNothing);
        router.errorHandler(500, context -> answers.problem(context, 502, "bad-gateway", "The gateway failed."));
        router.errorHandler(
                400, context -> answers.problem(context, 400, "invalid-request", "The request cannot be read."));
        return router;
    }

    private void sayThereIsNothing(RoutingContext context) {
        answers.problem(context, 404, "not-found", "There is nothing at this path.");
    }

    /** The path itself and everything below it, but nothing that only begins with the same letters. */
    private static void pass(Router router, String path, HttpProxy proxy) {
        router.route(path).handler(context -> proxy.handle(context.request()));
        router.route(path + "/*").handler(context -> proxy.handle(context.request()));
    }

    private void refuseLargeBody(RoutingContext context) {
        String length = context.request().headers().contains("Content-Length")
                ? String.valueOf(context.request().getHeader("Content-Length"))
                : "0";
        if (length.length() > 9 || Long.parseLong(length) > LARGEST_BODY_BYTES) {
            context.response().putHeader("Connection", "close");
            answers.problem(context, 413, "body-too-large", "A body may have 64 KiB at most.");
        } else {
            context.next();
        }
    }

    private HttpProxy proxy(String service, Instances instances) {
        return HttpProxy.reverseProxy(instances.client())
                .origin(_ -> instances.request(new RequestOptions().setIdleTimeout(patience.toMillis())))
                .addInterceptor(new Passage(service, answers));
    }
}
