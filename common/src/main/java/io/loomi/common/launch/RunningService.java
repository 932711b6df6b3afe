package io.loomi.common.launch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * A service that has started.
 *
 * @param port where it listens
 */
public record RunningService(Vertx vertx, int port) {

    /** Stops accepting, lets the requests in progress end within {@link ServiceVerticle#DRAIN}, and closes everything. */
    public Future<Void> stop() {
        return vertx.close();
    }
}
