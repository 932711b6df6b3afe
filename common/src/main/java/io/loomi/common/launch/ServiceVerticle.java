package io.loomi.common.launch;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.http.ApiServer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One instance of a service on one event loop: wires itself, serves, and drains before it stops. */
public abstract class ServiceVerticle extends VerticleBase {

    /** How long requests in progress may take to end once the service is told to stop. */
    public static final Duration DRAIN = Duration.ofSeconds(10);

    private @Nullable HttpServer server;
    private volatile int port;

    /** Builds everything from the database to the controllers. */
    protected abstract Future<ApiServer> wire();

    /**
     * Takes no more work from elsewhere than over HTTP, and comes back when what came is done; by default there is none. It is waited
     * for no longer than requests are.
     */
    protected Future<?> withdraw() {
        return Future.succeededFuture();
    }

    /** Closes what {@link #wire} opened; called when no request is in progress any more. */
    protected abstract Future<?> release();

    @Override
    public final Future<?> start() {
        return wire().compose(ApiServer::listen).onSuccess(listening -> {
            server = listening;
            port = listening.actualPort();
        });
    }

    @Override
    public final Future<?> stop() {
        Future<Void> drained =
                server == null ? Future.succeededFuture() : server.shutdown(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        Future<?> withdrawn = TimeLimit.on(withdraw(), DRAIN);
        return Future.join(withdrawn, drained).eventually(this::release);
    }

    /** The port that the instance listens on, once it has started. */
    public final int port() {
        return port;
    }
}
