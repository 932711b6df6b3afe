package io.loomi.common.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy in front of a real server that can cut and restore the connection. */
public final class CuttableProxy implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();

    /** Kept in a field, because garbage collection closes an unreferenced Vert.x client and its connections. */
    private final NetClient connections = vertx.createNetClient();

    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile boolean cut;

    private CuttableProxy(URI target) {
        this.server = vertx.createNetServer().connectHandler(client -> connect(client, target));
        server.listen(0, "127.0.0.1").await();
    }

    /** @param url of the real server */
    public static CuttableProxy to(String url) {
        return new CuttableProxy(URI.create(url));
    }

    /** The URL with the proxy's address instead of the real server's. */
    public String in(String url) {
        URI real = URI.create(url);
        return url.replace(real.getHost() + ":" + real.getPort(), "127.0.0.1:" + server.actualPort());
    }

    /** Closes all connections, open and new ones, until {@link #restore}. */
    public void cut() {
        cut = true;
        open.forEach(NetSocket::close);
    }

    public void restore() {
        cut = false;
    }

    private void connect(NetSocket client, URI target) {
        if (cut) {
            client.close();
            return;
        }
        client.pause();
        open.add(client);
        client.closeHandler(_ -> open.remove(client));
        connections
                .connect(target.getPort(), target.getHost())
                .onSuccess(real -> {
                    Future<Void> up = client.pipeTo(real);
                    Future<Void> down = real.pipeTo(client);
                    Future.join(up, down).onComplete(_ -> client.close());
                })
                .onFailure(_ -> client.close());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
