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

/** The HTTP server of one verticle instance: the contract's operations, answered by controllers, behind the middlewares. */
public final class ApiServer {

    /** 64 KiB: the largest body that any operation could need, many times over. */
    private static final int LARGEST_BODY_BYTES = 64 * 1024;

    /** Of one event loop, as are those below: more than a second's worth of what it can answer. */
    private static final int MOST_IN_PROGRESS = 512;

    /** With 64 KiB each, an eighth of the README's heap. Nginx sends a body on as it comes. */
    private static final int MOST_ARRIVING_BODIES = 256;

    /** For 64 KiB, that of the slowest mobile networks. */
    private static final Duration BODY_READ_TIMEOUT = Duration.ofSeconds(10);

    /** A head that has not ended takes 16 KiB at most. */
    private static final int MAX_IDLE_CONNECTIONS = 2048;

    /** Longer than its clients keep a connection that they do not use. */
    private static final Duration CONNECTION_PATIENCE = HttpConfig.KEEP_ALIVE.plusSeconds(5);

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^{}]+)}");

    /** Vert.x's way to say: a free port, and the same one for all instances. */
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
        this.connections = new IdleConnectionLimit(vertx, MAX_IDLE_CONNECTIONS, CONNECTION_PATIENCE);
    }

    public ApiServer mount(Controller controller) {
        operations.putAll(controller.operations());
        accounts.putAll(controller.accounts());
        return this;
    }

    /** Fails with a {@link StartFailure} when the port is taken. */
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
        return listen(router, secured).onSuccess(server -> certificate.follow(vertx, server));
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
                .setIdleTimeout((int) CONNECTION_PATIENCE.toSeconds()) // for those who do not read their answer
                .setHttp2ClearTextEnabled(
                        false) // of which one that asks nothing would go unseen; proxies speak HTTP/1.1
                .setMaxInitialLineLength(HttpConfig.LONGEST_REQUEST_LINE)
                .setHandle100ContinueAutomatically(true)
                .setCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false) // or each message passes by it
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
        // Every request passes these, in this order.
        Route everything = router.route();
        first.forEach(everything::handler);
        first.forEach(handler -> everything.failureHandler(context -> handleSkipped(handler, context)));
        everything
                .handler(new CrossOrigin(config.origins(), addresses))
                .handler(new TargetCheck())
                .handler(new BodyReader(vertx, LARGEST_BODY_BYTES, MOST_ARRIVING_BODIES, BODY_READ_TIMEOUT))
                // not before: what only arrives takes no place from others
                .handler(new ConcurrencyLimit(MOST_IN_PROGRESS, metrics))
                .failureHandler(addresses);
        // Paths without parameters come first, so that /users/me is not taken for the id of a person.
        contract.model().getPaths().stream()
                .flatMap(path -> path.getOperations().stream())
                .forEach(operation -> mount(router, operation));
        OperatorRoutes.mount(router, health, metrics, verifier);
        LoggerRoutes.mount(router, verifier);
        DocsRoutes.mount(router, config.service(), contract, addresses);
        new ProblemAnswers(new AllowedMethods(contract.model(), LoggerRoutes::methodOf), addresses::pass).mount(router);
        return router;
    }

    /** What has no host or no path is refused by Vert.x before the first handler, and is answered like all else nevertheless. */
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
