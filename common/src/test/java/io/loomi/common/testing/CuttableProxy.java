package io.loomi.common.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP connection to something real that a test can cut: open connections break, new ones are closed at once, and after
 * {@link #restore} they go through again.
 */
public final class CuttableProxy implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final URI target;
    private final NetServer server;
    private volatile boolean isCut;

    private CuttableProxy(URI target) {
        this.target = target;
        this.server = vertx.createNetServer()
                .connectHandler(this::accept)
                .listen(0, "127.0.0.1")
                .await();
    }

    /** @param url of a PostgreSQL, a Redis or an HTTP server, with its port */
    public static CuttableProxy before(String url) {
        return new CuttableProxy(URI.create(url));
    }

    /** The target's URL, by way of this proxy. */
    public String url() {
        String authority = target.getRawAuthority();
        String user = authority.substring(0, authority.lastIndexOf('@') + 1);
        return target.toString().replace("//" + authority, "//" + user + "127.0.0.1:" + server.actualPort());
    }

    public void cut() {
        isCut = true;
        Future.join(open.stream().map(NetSocket::close).toList()).await();
    }

    public void restore() {
        isCut = false;
    }

    private void accept(NetSocket inward) {
        if (isCut) {
            inward.close();
            return;
        }
        open.add(inward);
        inward.pause();
        client.connect(target.getPort(), target.getHost())
                .onSuccess(outward -> join(inward, outward))
                .onFailure(_ -> inward.close());
    }

    private void join(NetSocket inward, NetSocket outward) {
        inward.closeHandler(_ -> {
            open.remove(inward);
            outward.close();
        });
        outward.closeHandler(_ -> inward.close());
        inward.handler(outward::write);
        outward.handler(inward::write);
        inward.resume();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
