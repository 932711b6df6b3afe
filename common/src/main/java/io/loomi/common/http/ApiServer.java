package io.loomi.common.http;

import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.config.StartFailure;
import io.loomi.common.contract.Contract;
import io.loomi.common.health.Health;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.metrics.EarlyConnections;
import io.loomi.common.metrics.Metrics;
import io.loomi.common.middlewares.AccessLog;
import io.loomi.common.middlewares.AllowedMethods;
import io.loomi.common.middlewares.BodyReader;
import io.loomi.common.middlewares.ClientAddressResolver;
import io.loomi.common.middlewares.ConcurrencyLimit;
import io.loomi.common.middlewares.CorrelationHeaders;
import io.loomi.common.middlewares.IdleConnectionLimit;
import io.loomi.common.middlewares.ProblemAnswers;
import io.loomi.common.middlewares.SecurityHeaders;
import io.loomi.common.middlewares.TargetCheck;
import io.loomi.common.tls.ServedCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.openapi.contract.Operation;
import java.net.BindException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The HTTP server of one verticle instance: the contract's operations, their controllers, and the middlewares. */
public final class ApiServer {

    /** 64 KiB: many times the largest body that any operation needs. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    /** For each event loop, like the limits below: more than it can answer in a second. */
    private static final int MAX_CONCURRENT_REQUESTS = 512;

    /**
     * At 64 KiB each, these take an eighth of a 128 MiB heap. Nginx does not buffer bodies before it passes them on.
     */
    private static final int MAX_ARRIVING_BODIES = 256;

    /** For 64 KiB; enough for the slowest mobile networks. */
    private static final Duration BODY_READ_TIMEOUT = Duration.ofSeconds(10);

    /** An incomplete request head takes 16 KiB at most. */
    private static final int MAX_IDLE_CONNECTIONS = 2048;

    /** Longer than clients keep an unused connection. */
    private static final Duration IDLE_TIMEOUT = HttpConfig.KEEP_ALIVE.plusSeconds(5);

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^{}]+)}");

    /** Makes Vert.x choose a free port and share it among all instances. */
    private static final int SHARED_FREE_PORT = -1;

    private final Vertx vertx;
    private final HttpConfig config;
    private final Contract contract;
    private final TokenVerifier verifier;
    private final RateLimits limits;
    private final Health health;
    private final Metrics metrics;
    private final IdleConnectionLimit connections;
    private final Map<String, Function<JsonObject, Optional<String>>> accounts = new HashMap<>();
    private final Map<String, Function<ApiRequest, Future<ApiResponse>>> operations = new HashMap<>();

    public ApiServer(
            Vertx vertx,
            HttpConfig config,
            Contract contract,
            TokenVerifier verifier,
            RateLimits limits,
            Health health,
            Metrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.contract = contract;
        this.verifier = verifier;
        this.limits = limits;
        this.health = health;
        this.metrics = metrics;
        this.connections = new IdleConnectionLimit(vertx, MAX_IDLE_CONNECTIONS, IDLE_TIMEOUT);
    }

    public ApiServer mount(Controller controller) {
        operations.putAll(controller.operations());
        accounts.putAll(controller.accounts());
        return this;
    }

    /** Fails with a {@link StartFailure} when the port is in use. */
    public Future<HttpServer> listen() {
        Router router = router();
        return config.tls()
                .map(files -> ServedCertificate.open(vertx, files, metrics.registry())
                        .compose(certificate -> listen(router, certificate)))
                .orElseGet(() -> listen(router, options()))
                .recover(failure -> Future.failedFuture(
                        failure instanceof BindException
                                ? new StartFailure(
                                        "Port %d is in use: stop what listens there or set HTTP_PORT to another."
                                                .formatted(config.port()),
                                        failure)
                                : failure));
    }

    private Future<HttpServer> listen(Router router, ServedCertificate certificate) {
        health.measured("certificate", certificate::check);
        HttpServerOptions secured = certificate.secure(options());
        return listen(router, secured).onSuccess(server -> certificate.reloadOnChange(vertx, server));
    }

    private Future<HttpServer> listen(Router router, HttpServerOptions options) {
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    EarlyConnections.count(connection);
                    connections.opened(connection);
                })
                .requestHandler(router)
                .invalidRequestHandler(ProblemAnswers::refuseUnreadable)
                .listen();
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port() == 0 ? SHARED_FREE_PORT : config.port())
                .setIdleTimeout((int) IDLE_TIMEOUT.toSeconds()) // for clients that do not read their answer
                .setHttp2ClearTextEnabled(false) // idle HTTP/2 connections would not be counted; proxies speak HTTP/1.1
                .setMaxInitialLineLength(HttpConfig.MAX_REQUEST_LINE_BYTES)
                .setHandle100ContinueAutomatically(true)
                .setCompressionSupported(false)
                // with compression, every message would pass through a WebSocket handler
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    private Router router() {
        Router router = Router.router(vertx);
        AddressRateLimit addresses = new AddressRateLimit(config.isLimited() ? Optional.of(limits) : Optional.empty());
        List<PlatformHandler> first = List.of(
                connections,
                new CorrelationHeaders(),
                new AccessLog(),
                new SecurityHeaders(config.proxies()),
                new ClientAddressResolver(config.proxies()));
        // Every request passes these handlers, in this order.
        Route everything = router.route();
        first.forEach(everything::handler);
        first.forEach(handler -> everything.failureHandler(context -> handleSkipped(handler, context)));
        everything
                .handler(new CrossOrigin(config.origins(), addresses))
                .handler(new TargetCheck())
                .handler(new BodyReader(vertx, MAX_BODY_BYTES, MAX_ARRIVING_BODIES, BODY_READ_TIMEOUT))
                // after the body, so that a request that is still arriving does not count
                .handler(new ConcurrencyLimit(MAX_CONCURRENT_REQUESTS, metrics))
                .failureHandler(addresses);
        // Paths without parameters come first, so that /users/me is not read as a customer's id.
        contract.model().getPaths().stream()
                .flatMap(path -> path.getOperations().stream())
                .forEach(operation -> mount(router, operation));
        OperatorRoutes.mount(router, health, metrics, verifier);
        LoggerRoutes.mount(router, verifier);
        DocsRoutes.mount(router, config.service(), contract, addresses);
        new ProblemAnswers(new AllowedMethods(contract.model(), LoggerRoutes::methodOf), addresses::take).mount(router);
        return router;
    }

    /**
     * Vert.x refuses requests without a host or path before the first handler. They get the same headers and log lines.
     */
    private static void handleSkipped(PlatformHandler handler, RoutingContext context) {
        if (ClientAddressResolver.isKnown(context)) {
            context.next();
        } else {
            handler.handle(context);
        }
    }

    private void mount(Router router, Operation operation) {
        var controller = operations.get(operation.getOperationId());
        if (controller == null) {
            throw new IllegalStateException("no controller answers the operation " + operation.getOperationId());
        }
        AccessRule access = AccessRule.of(operation);
        OperationRateLimit limit =
                new OperationRateLimit(operation, access, limits, accounts.get(operation.getOperationId()));
        String path = PATH_PARAMETER.matcher(operation.getOpenAPIPath()).replaceAll(":$1");
        Route route = router.route(operation.getHttpMethod(), path);
        if (operation.getHttpMethod().equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
        route.handler(new OperationRoute(
                operation,
                access,
                config.isLimited() ? Optional.of(limit) : Optional.empty(),
                contract.answerTypes(operation.getOperationId()),
                verifier,
                controller));
    }
}
