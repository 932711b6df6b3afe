package io.loomi.common.metrics;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.metrics.TCPMetrics;

/**
 * Counts connections that a server accepts between its bind and the creation of its metrics. Vert.x 5.0.8 does not
 * count such a connection when it opens, but counts its requests. Its first request then fails with a
 * NullPointerException and gets no response.
 */
public final class EarlyConnections {

    private EarlyConnections() {}

    /** Counts the connection as open if Vert.x did not. Must be called for each connection before its first request. */
    public static void count(HttpConnection connection) {
        if (connection instanceof ConnectionBase opened
                && opened.metric() == null
                && opened.metrics() instanceof TCPMetrics<?> metrics) {
            opened.metric(metrics.connected(opened.remoteAddress(), opened.remoteName()));
        }
    }
}
