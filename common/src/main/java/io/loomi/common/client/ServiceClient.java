package io.loomi.common.client;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.correlation.TraceParent;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.resilience.Unreachable;
import io.loomi.common.tls.TrustedAuthorities;
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

/** Calls another service, within fixed time-outs, and sends the correlation of the work in progress along. */
public final class ServiceClient {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration REQUEST = Duration.ofSeconds(5);

    /** Longer than a service takes to say that it is not ready: then the connection is good for the next question. */
    private static final Duration PING = Duration.ofMillis(2500);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int CONNECTIONS = 8;
    private static final int LONGEST_QUEUE = 256;

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
     * @param base scheme, host and port of the service; over https its certificate must be of this host
     * @param authorities whom to believe about that certificate; those of the JDK when empty
     */
    public static ServiceClient to(Vertx vertx, URI base, Optional<TrustedAuthorities> authorities) {
        WebClientOptions options = options(base, authorities);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(LONGEST_QUEUE);
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
                .setConnectTimeout((int) CONNECT.toMillis())
                .setKeepAliveTimeout((int) KEEP_ALIVE.toSeconds())
                .setFollowRedirects(false);
        if (tls) {
            options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"));
            authorities.ifPresent(trusted -> options.setTrustOptions(trusted.options()));
        }
        return options;
    }

    /** A request to be completed and sent; it carries the headers that every call between services has. */
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
     * What was sent, if its answer is there in time, from the sending to the last byte. The client's own time-out counts from one
     * sign of life to the next, and does not end an answer that comes a byte now and then.
     */
    public Future<HttpResponse<Buffer>> inTime(Future<HttpResponse<Buffer>> sent) {
        WebClient asked = client;
        long timer = vertx.setTimer(REQUEST.toMillis(), _ -> leave(asked));
        return TimeLimit.on(sent.onComplete(_ -> vertx.cancelTimer(timer)), Duration.ofMillis(timeoutMillis()));
    }

    /**
     * An answer that still comes keeps its connection, and a few of them all that there are: the next calls go over new ones, and the
     * old ones end once nobody waits for them. However many calls time out, that is once in the time of one.
     */
    private void leave(WebClient asked) {
        if (asked.equals(client)) {
            client = connect.get();
            vertx.setTimer(KEEP_ALIVE.toMillis(), _ -> asked.close());
        }
    }

    /** Never longer than whoever waits for the answer waits. */
    private static long timeoutMillis() {
        long left = Deadline.current().map(Deadline::leftToAsk).orElse(REQUEST).toMillis();
        return Math.clamp(left, 1, REQUEST.toMillis());
    }

    /** As {@link #inTime}, if it was answered: fails with {@link Unreachable} on no answer, on 429 and on 5xx. */
    public Future<HttpResponse<Buffer>> answered(Future<HttpResponse<Buffer>> sent) {
        return inTime(sent)
                .recover(failure -> Future.failedFuture(new Unreachable(String.valueOf(failure.getMessage()))))
                .compose(response -> isRefusedForNow(response.statusCode())
                        ? Future.failedFuture(new Unreachable("status " + response.statusCode()))
                        : Future.succeededFuture(response));
    }

    private static boolean isRefusedForNow(int status) {
        return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    public Future<HttpResponse<Buffer>> get(String path) {
        return inTime(request(HttpMethod.GET, path).send());
    }

    /** Succeeds when the service is there and ready; fails with {@link Unreachable} otherwise. */
    public Future<Void> ping() {
        return answered(request(HttpMethod.GET, "/health/ready")
                        .timeout(PING.toMillis())
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
