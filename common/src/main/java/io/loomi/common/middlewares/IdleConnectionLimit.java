package io.loomi.common.middlewares;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes connections that ask nothing: too long after they were opened or had their last answer, or first when there are too many.
 * A connection that sends a request byte by byte is not idle, and asks nothing either until the last byte of its head is there.
 *
 * <p>Counts without locks: one for each event loop.
 */
public final class IdleConnectionLimit implements PlatformHandler {

    private final Map<HttpConnection, Integer> inProgress = new HashMap<>();
    private final TimeoutQueue<HttpConnection> asking;

    /**
     * @param most connections that ask nothing, at the same time
     * @param patience within which the head of the next request must be there
     */
    public IdleConnectionLimit(Vertx vertx, int most, Duration patience) {
        this.asking = new TimeoutQueue<>(vertx, most, patience, HttpConnection::close);
    }

    /** To be told of every connection of the server, which must not offer HTTP/2 in clear: Vert.x tells of those only once they ask. */
    public void opened(HttpConnection connection) {
        inProgress.put(connection, 0);
        asking.add(connection);
        connection.closeHandler(_ -> {
            inProgress.remove(connection);
            asking.remove(connection);
        });
    }

    @Override
    public void handle(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        inProgress.computeIfPresent(connection, (_, requests) -> requests + 1);
        asking.remove(connection);
        context.addEndHandler(_ -> ended(connection));
        context.next();
    }

    /** Over HTTP/2 it may have others in progress; and it may be closed by now. */
    private void ended(HttpConnection connection) {
        Integer left = inProgress.computeIfPresent(connection, (_, requests) -> requests - 1);
        if (left != null && left == 0) {
            asking.add(connection);
        }
    }
}
