package io.loomi.common.resilience;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.tls.TrustedAuthorities;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.loomi.common.tracing.TraceParent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** An HTTP client for another service, with fixed timeouts. Requests carry the current correlation id. */
public final class ServiceClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** Longer than a service takes to report that it is not ready, so that the connection can be reused. */
    private static final Duration PING_TIMEOUT = Duration.ofMillis(2500);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int MAX_CONNECTIONS = 8;
    private static final int MAX_QUEUE_SIZE = 256;

    private final Vertx vertx;
    private final Supplier<WebClient> connect;
    private volatile WebClient client;

    private ServiceClient(Vertx vertx, Supplier<WebClient> connect) {
        this.vertx = vertx;
        this.connect = connect;
        this.client = connect.get();
    }

    /** @param base scheme, host and port of the service */
    public static ServiceClient to(Vertx vertx, URI base) {
        return to(vertx, base, Optional.empty());
    }

    /**
     * @param base scheme, host and port of the service; over https, its certificate must be for this host
     * @param authorities who may sign that certificate; empty for the JDK's own list
     */
    public static ServiceClient to(Vertx vertx, URI base, Optional<TrustedAuthorities> authorities) {
        WebClientOptions options = options(base, authorities);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_QUEUE_SIZE);
        return new ServiceClient(vertx, () -> WebClient.create(vertx, options, pool));
    }

    private static WebClientOptions options(URI base, Optional<TrustedAuthorities> authorities) {
        boolean tls = "https".equals(base.getScheme());
        int port = base.getPort() > 0 ? base.getPort() : tls ? 443 : 80;
        WebClientOptions options = new WebClientOptions()
                .setUserAgent("loomi")
                .setDefaultHost(base.getHost())
                .setDefaultPort(port)
                .setSsl(tls)
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                .setFollowRedirects(false);
        if (tls) {
            options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"));
            authorities.ifPresent(trusted -> options.setTrustOptions(trusted.options()));
        }
        return options;
    }

    /** Creates a request with the headers that every call between services has. */
    public HttpRequest<Buffer> request(HttpMethod method, String path) {
        HttpRequest<Buffer> request = client.request(method, path).timeout(timeoutMillis());
        Correlation.current().ifPresent(id -> {
            request.putHeader(CorrelationId.HEADER, id.value());
            if (!Correlation.isTraced()) {
                request.putHeader(TraceParent.HEADER, id.trace().next());
            }
        });
        return request;
    }

    /**
     * Limits the whole call, from the request to the last byte of the response. The client's own timeout restarts with
     * every byte, so that a slow response might never end.
     */
    public Future<HttpResponse<Buffer>> withTimeout(Future<HttpResponse<Buffer>> sent) {
        WebClient used = client;
        long timer = vertx.setTimer(REQUEST_TIMEOUT.toMillis(), _ -> replace(used));
        return TimeLimit.on(sent.onComplete(_ -> vertx.cancelTimer(timer)), Duration.ofMillis(timeoutMillis()));
    }

    /**
     * Replaces the client after a timeout. A slow response occupies its connection, and a few slow responses would
     * occupy all. Later calls use the new client, and the old one is closed when its calls have ended. A client is
     * replaced only once, even if many of its calls time out.
     */
    private void replace(WebClient used) {
        if (used.equals(client)) {
            client = connect.get();
            vertx.setTimer(KEEP_ALIVE.toMillis(), _ -> used.close());
        }
    }

    /** The timeout of a request, or the time until the current deadline if that is shorter. */
    private static long timeoutMillis() {
        long left = Deadline.current()
                .map(Deadline::leftForCalls)
                .orElse(REQUEST_TIMEOUT)
                .toMillis();
        return Math.clamp(left, 1, REQUEST_TIMEOUT.toMillis());
    }

    /** Like {@link #withTimeout}, but fails with {@link Unreachable} on no answer, on 429 and on 5xx. */
    public Future<HttpResponse<Buffer>> requireAnswer(Future<HttpResponse<Buffer>> sent) {
        return withTimeout(sent)
                .recover(failure -> Future.failedFuture(new Unreachable(String.valueOf(failure.getMessage()))))
                .compose(response -> isTemporaryRefusal(response.statusCode())
                        ? Future.failedFuture(new Unreachable("status " + response.statusCode()))
                        : Future.succeededFuture(response));
    }

    private static boolean isTemporaryRefusal(int status) {
        return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    public Future<HttpResponse<Buffer>> get(String path) {
        return withTimeout(request(HttpMethod.GET, path).send());
    }

    /** Succeeds when the service is ready; otherwise fails with {@link Unreachable}. */
    public Future<Void> ping() {
        return requireAnswer(request(HttpMethod.GET, "/health/ready")
                        .timeout(PING_TIMEOUT.toMillis())
                        .send())
                .compose(response -> response.statusCode() == 200
                        ? Future.succeededFuture()
                        : Future.failedFuture(new Unreachable("not ready: status " + response.statusCode())));
    }

    public Future<Void> close() {
        client.close();
        return Future.succeededFuture();
    }
}
