package io.loomi.common.metrics;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.metrics.TCPMetrics;

/**
 * Connections that a server accepts between its bind and the making of its metrics. Vert.x 5.0.8 does not count such a connection as
 * it opens, and counts its requests all the same: the first fails with a NullPointerException and is never answered.
 */
public final class EarlyConnections {

    private EarlyConnections() {}

    /** Counts the connection as open if Vert.x has not. To be called for each, before its first request. */
    public static void count(HttpConnection connection) {
        if (connection instanceof ConnectionBase opened
                && opened.metric() == null
                && opened.metrics() instanceof TCPMetrics<?> metrics) {
            opened.metric(metrics.connected(opened.remoteAddress(), opened.remoteName()));
        }
    }
}
