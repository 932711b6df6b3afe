package io.loomi.common.launch;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.http.ApiServer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One instance of a service on one event loop: creates its parts, serves requests, and drains before it stops. */
public abstract class ServiceVerticle extends VerticleBase {

    /** How long a stopping service waits for the requests in progress. */
    public static final Duration DRAIN = Duration.ofSeconds(10);

    private @Nullable HttpServer server;
    private volatile int port;

    /** Builds the instance, from the database to the controllers. */
    protected abstract Future<ApiServer> createServer();

    /**
     * Stops accepting work from sources other than HTTP, and completes when the work in progress is done. The caller
     * waits for at most {@link #DRAIN}. By default there are no such sources.
     */
    protected Future<?> stopConsumers() {
        return Future.succeededFuture();
    }

    /** Closes what {@link #createServer} opened. Called when no request is in progress. */
    protected abstract Future<?> release();

    @Override
    public final Future<?> start() {
        return createServer().compose(ApiServer::listen).onSuccess(listening -> {
            server = listening;
            port = listening.actualPort();
        });
    }

    @Override
    public final Future<?> stop() {
        Future<Void> drained =
                server == null ? Future.succeededFuture() : server.shutdown(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        Future<?> consumersStopped = TimeLimit.on(stopConsumers(), DRAIN);
        return Future.join(consumersStopped, drained).eventually(this::release);
    }

    /** The port that the started instance listens on. */
    public final int port() {
        return port;
    }
}
