package io.loomi.common.middlewares;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes idle connections: after a timeout, and the longest idle first when there are too many. A connection is idle
 * until the whole head of a request has arrived, even if the client is sending it.
 *
 * <p>Counts without locks: one for each event loop.
 */
public final class IdleConnectionLimit implements PlatformHandler {

    private final Map<HttpConnection, Integer> inProgress = new HashMap<>();
    private final TimeoutQueue<HttpConnection> idle;

    /**
     * @param maxIdle the maximum number of idle connections
     * @param timeout the time within which the head of the next request must arrive
     */
    public IdleConnectionLimit(Vertx vertx, int maxIdle, Duration timeout) {
        this.idle = new TimeoutQueue<>(vertx, maxIdle, timeout, HttpConnection::close);
    }

    /**
     * Must be called for each connection of the server. The server must not offer HTTP/2 in clear: Vert.x reports such
     * a connection only with its first request.
     */
    public void opened(HttpConnection connection) {
        inProgress.put(connection, 0);
        idle.add(connection);
        connection.closeHandler(_ -> {
            inProgress.remove(connection);
            idle.remove(connection);
        });
    }

    @Override
    public void handle(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        inProgress.computeIfPresent(connection, (_, requests) -> requests + 1);
        idle.remove(connection);
        context.addEndHandler(_ -> ended(connection));
        context.next();
    }

    /** Over HTTP/2 the connection may have other requests in progress. It may also be closed already. */
    private void ended(HttpConnection connection) {
        Integer left = inProgress.computeIfPresent(connection, (_, requests) -> requests - 1);
        if (left != null && left == 0) {
            idle.add(connection);
        }
    }
}
