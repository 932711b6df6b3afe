package io.loomi.common.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to every process of the cluster. Delivery is at most once, so a receiver must not rely on broadcasts
 * alone. Without a cluster, nothing is sent or received.
 */
public final class Broadcasts {

    private static final Logger LOG = LoggerFactory.getLogger(Broadcasts.class);

    private final Vertx vertx;

    public Broadcasts(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Never fails. */
    public void publish(BusAddress address, JsonObject message) {
        if (!vertx.isClustered()) {
            return;
        }
        try {
            vertx.eventBus().publish(address.text(), message);
        } catch (RuntimeException stopping) {
            LOG.atWarn()
                    .addKeyValue("address", address.text())
                    .addKeyValue("cause", String.valueOf(stopping.getMessage()))
                    .log("Broadcast not sent");
        }
    }

    /**
     * Receives broadcasts until the verticle is undeployed.
     *
     * @param listener may throw on a message that it does not understand, which is then skipped
     */
    public Future<Void> subscribe(BusAddress address, Consumer<JsonObject> listener) {
        if (!vertx.isClustered()) {
            return Future.succeededFuture();
        }
        MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(address.text());
        consumer.handler(message -> {
            try {
                listener.accept(message.body());
            } catch (RuntimeException malformed) {
                LOG.atWarn()
                        .addKeyValue("address", address.text())
                        .addKeyValue("cause", String.valueOf(malformed.getMessage()))
                        .log("Malformed broadcast skipped");
            }
        });
        return consumer.completion();
    }
}
