package io.loomi.common.launch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * A started service.
 *
 * @param port the port that it listens on
 */
public record RunningService(Vertx vertx, int port) {

    /** Stops accepting requests, waits up to {@link ServiceVerticle#DRAIN} for those in progress, and closes everything. */
    public Future<Void> stop() {
        return vertx.close();
    }
}
