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

/** A gateway in front of one test server, which takes the place of both services. */
final class TestGateway implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private int port;

    /** Starts a gateway in front of a Vert.x HTTP server. */
    static TestGateway inFrontOf(Handler<HttpServerRequest> instance) {
        TestGateway gateway = new TestGateway();
        // the gateway's limits and the headers that it adds
        HttpServerOptions options =
                new HttpServerOptions().setMaxInitialLineLength(9000).setMaxHeaderSize(10_000);
        return gateway.open(gateway.vertx
                .createHttpServer(options)
                .requestHandler(instance)
                .listen(0, ListenAddress.LOOPBACK)
                .await()
                .actualPort());
    }

    /** Starts a gateway in front of a server that writes raw bytes. */
    static TestGateway inFrontOfRaw(Handler<NetSocket> instance) {
        TestGateway gateway = new TestGateway();
        return gateway.open(gateway.vertx
                .createNetServer()
                .connectHandler(instance)
                .listen(0, ListenAddress.LOOPBACK)
                .await()
                .actualPort());
    }

    private TestGateway open(int instance) {
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
