package io.loomi.local.cluster;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A scripted stand-in for a service that records the requests. */
final class Upstream implements AutoCloseable {

    /** @param uri the URI as received */
    record Seen(String method, String uri, MultiMap headers) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final int port;

    Upstream(Vertx vertx, Handler<HttpServerRequest> answer) {
        this.server = vertx.createHttpServer(new HttpServerOptions().setMaxInitialLineLength(8192))
                .requestHandler(request -> {
                    seen.add(new Seen(
                            request.method().name(),
                            request.uri(),
                            MultiMap.caseInsensitiveMultiMap().addAll(request.headers())));
                    answer.handle(request);
                });
        this.port = server.listen(0, "127.0.0.1").await().actualPort();
    }

    static Upstream answering(Vertx vertx, String body) {
        return new Upstream(
                vertx,
                request -> request.response()
                        .putHeader("X-Correlation-ID", request.getHeader("X-Correlation-ID"))
                        .end(body));
    }

    int port() {
        return port;
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        server.close().await();
    }
}
