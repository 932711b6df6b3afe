package io.loomi.common.testing;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A TCP proxy in front of a real server, which suffers the faults that networks have. */
public final class FaultyProxy implements AutoCloseable {

    /** What befalls whatever is sent from now on, over new connections and open ones alike. */
    public sealed interface Fault {

        /** Nothing does. */
        record None() implements Fault {}

        /** Answers come later. */
        record Delay(Duration by) implements Fault {}

        /** Everything is taken and nothing arrives; no connection is closed. */
        record BlackHole() implements Fault {}

        /** Connections are reset as soon as somebody sends something. */
        record Reset() implements Fault {}

        /** Of each answer so many bytes arrive, and then the end. */
        record CutAnswer(int afterBytes) implements Fault {}
    }

    private final Vertx vertx = Vertx.vertx();

    /** One that nobody holds is closed with its connections when memory is tidied. */
    private final NetClient connections = vertx.createNetClient();

    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile @Nullable URI target;
    private volatile Fault fault = new Fault.None();

    private FaultyProxy() {
        this.server = vertx.createNetServer()
                .connectHandler(this::connect)
                .listen(0, "127.0.0.1")
                .await();
    }

    /** In front of nothing yet. */
    public static FaultyProxy open() {
        return new FaultyProxy();
    }

    /** From now on it stands in front of this server; what to connect to instead of it. */
    public URI before(URI real) {
        target = real;
        return URI.create(real.getScheme() + "://127.0.0.1:" + server.actualPort());
    }

    public void suffer(Fault next) {
        fault = next;
    }

    /** Nothing is wrong any more; connections that lost something end, as they could never be right again. */
    public void recover() {
        fault = new Fault.None();
        open.forEach(NetSocket::close);
    }

    private void connect(NetSocket client) {
        URI to = Objects.requireNonNull(target);
        client.pause();
        open.add(client);
        client.closeHandler(_ -> open.remove(client));
        connections
                .connect(to.getPort(), to.getHost())
                .onSuccess(real -> join(client, real))
                .onFailure(_ -> client.close());
    }

    private void join(NetSocket client, NetSocket real) {
        client.handler(data -> ask(client, real, data));
        real.handler(data -> answer(client, data));
        client.closeHandler(_ -> {
            open.remove(client);
            real.close();
        });
        real.closeHandler(_ -> client.close());
        client.resume();
    }

    private void ask(NetSocket client, NetSocket real, Buffer data) {
        switch (fault) {
            case Fault.BlackHole _ -> {}
            case Fault.Reset _ -> reset(client);
            default -> real.write(data);
        }
    }

    private void answer(NetSocket client, Buffer data) {
        switch (fault) {
            case Fault.None _ -> client.write(data);
            case Fault.Delay(Duration by) -> vertx.setTimer(by.toMillis(), _ -> client.write(data));
            case Fault.BlackHole _ -> {}
            case Fault.Reset _ -> reset(client);
            case Fault.CutAnswer(int afterBytes) ->
                client.write(data.getBuffer(0, Math.min(afterBytes, data.length())))
                        .onComplete(_ -> client.close());
        }
    }

    /** A close without the farewell of TCP. */
    private static void reset(NetSocket socket) {
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        socket.close();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
