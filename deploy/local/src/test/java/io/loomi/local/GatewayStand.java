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

/** A gateway in front of one scripted instance, which stands for both services. */
final class GatewayStand implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private int port;

    /** Starts a gateway before a Vert.x HTTP server. */
    static GatewayStand before(Handler<HttpServerRequest> instance) {
        GatewayStand stand = new GatewayStand();
        // the gateway's limits and the headers that it adds
        HttpServerOptions options =
                new HttpServerOptions().setMaxInitialLineLength(9000).setMaxHeaderSize(10_000);
        return stand.open(stand.vertx
                .createHttpServer(options)
                .requestHandler(instance)
                .listen(0, ListenAddress.LOOPBACK)
                .await()
                .actualPort());
    }

    /** Starts a gateway before a server that writes raw bytes. */
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
        port = new Gateway(vertx, ports, ports, CorsOrigins.NONE, TIMEOUT)
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
