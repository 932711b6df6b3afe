package io.loomi.common.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Words to every process of the cluster. They come at once or not at all: what must be known for sure, is known from somewhere
 * else too. Where there is no cluster, nothing is said and nothing heard.
 */
public final class Broadcasts {

    private static final Logger LOG = LoggerFactory.getLogger(Broadcasts.class);

    private final Vertx vertx;

    public Broadcasts(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Never fails. */
    public void tell(BusAddress address, JsonObject word) {
        if (!vertx.isClustered()) {
            return;
        }
        try {
            vertx.eventBus().publish(address.text(), word);
        } catch (RuntimeException stopping) {
            LOG.atWarn()
                    .addKeyValue("address", address.text())
                    .addKeyValue("cause", String.valueOf(stopping.getMessage()))
                    .log("Not told to the cluster");
        }
    }

    /**
     * Hears what is told from now on, until its verticle is stopped.
     *
     * @param listener may throw at what it does not understand, which is passed over
     */
    public Future<Void> hear(BusAddress address, Consumer<JsonObject> listener) {
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
                        .log("A word from the cluster was not understood");
            }
        });
        return consumer.completion();
    }
}
