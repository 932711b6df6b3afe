package io.loomi.local;

import io.loomi.common.http.CorsOrigins;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A gateway in front of one instance that does what a test tells it to, and stands for both services. */
final class GatewayStand implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private int port;

    /** In front of an instance that speaks HTTP as Vert.x does. */
    static GatewayStand before(Handler<HttpServerRequest> instance) {
        GatewayStand stand = new GatewayStand();
        // as large as the heads that the gateway takes, with what it adds to them
        HttpServerOptions options =
                new HttpServerOptions().setMaxInitialLineLength(9000).setMaxHeaderSize(10_000);
        return stand.open(stand.vertx
                .createHttpServer(options)
                .requestHandler(instance)
                .listen(0, ListenAddress.LOOPBACK)
                .await()
                .actualPort());
    }

    /** In front of an instance that writes bytes. */
    static GatewayStand beforeBytes(Handler<NetSocket> instance) {
        GatewayStand stand = new GatewayStand();
        return stand.open(stand.vertx
                .createNetServer()
                .connectHandler(instance)
                .listen(0, ListenAddress.LOOPBACK)
                .await()
                .actualPort());
    }

    private GatewayStand open(int instance) {
        List<Integer> ports = List.of(instance);
        port = new Gateway(vertx, ports, ports, CorsOrigins.NONE, PATIENCE)
                .listen(ListenAddress.LOOPBACK, 0)
                .await()
                .actualPort();
        return this;
    }

    RawClient client() throws IOException {
        return new RawClient(port);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
