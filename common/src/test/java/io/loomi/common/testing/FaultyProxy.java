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

        /** The answer to what begins with this byte is lost, and the connection with it: the server has done what was asked. */
        record LoseAnswerTo(char message) implements Fault {}

        /** After so many bytes answers come byte by byte, so that nobody can say that nothing comes; for answers in one piece. */
        record Drip(int atOnce, Duration between) implements Fault {}
    }

    private static final int REMEMBERED = 4096;

    private final Vertx vertx = Vertx.vertx();

    /** One that nobody holds is closed with its connections when memory is tidied. */
    private final NetClient connections = vertx.createNetClient();

    private final NetServer server;
    private volatile @Nullable URI target;
    private volatile Fault fault = new Fault.None();
    private volatile Set<String> markers = Set.of("");

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
        sufferOnly(Set.of(""), next);
    }

    /** @param begun only connections suffer that clients have begun with one of these texts, within the first 4 KiB */
    public void sufferOnly(Set<String> begun, Fault next) {
        markers = begun;
        fault = next;
    }

    /**
     * Nothing is wrong any more for what connects from now on. Connections that lost something are silent for ever and are
     * not closed, as after a path that is gone without a word: whoever holds one has to find out.
     */
    public void recover() {
        fault = new Fault.None();
    }

    private void connect(NetSocket client) {
        URI to = Objects.requireNonNull(target);
        client.pause();
        connections
                .connect(to.getPort(), to.getHost())
                .onSuccess(real -> new Link(client, real).open())
                .onFailure(_ -> client.close());
    }

    /** One connection through the proxy; its parts run on one event loop. */
    private final class Link {

        private final NetSocket client;
        private final NetSocket real;

        /** It has lost something: what came after it would make no sense to either side. */
        private boolean silent;

        /** How the client has begun, {@link #REMEMBERED} characters of it at most. */
        private final StringBuilder begun = new StringBuilder();

        /** The first byte of what was asked last; a request may come in several pieces. */
        private char asked;

        private boolean isAnswered = true;

        private Link(NetSocket client, NetSocket real) {
            this.client = client;
            this.real = real;
        }

        private void open() {
            client.handler(this::ask);
            real.handler(this::answer);
            client.closeHandler(_ -> real.close());
            real.closeHandler(_ -> {
                if (!silent) {
                    client.close();
                }
            });
            client.resume();
        }

        private Fault fault() {
            if (silent) {
                return new Fault.BlackHole();
            }
            return markers.stream().anyMatch(marker -> begun.indexOf(marker) >= 0) ? fault : new Fault.None();
        }

        private void ask(Buffer data) {
            int missing = Math.min(REMEMBERED - begun.length(), data.length());
            begun.append(data.getString(0, missing, "ISO-8859-1"));
            if (isAnswered) {
                asked = (char) data.getByte(0);
                isAnswered = false;
            }
            switch (fault()) {
                case Fault.BlackHole _ -> silent = true;
                case Fault.Reset _ -> reset(client);
                default -> real.write(data);
            }
        }

        private void answer(Buffer data) {
            isAnswered = true;
            switch (fault()) {
                case Fault.None _ -> client.write(data);
                case Fault.Delay(Duration by) -> vertx.setTimer(by.toMillis(), _ -> client.write(data));
                case Fault.BlackHole _ -> silent = true;
                case Fault.Reset _ -> reset(client);
                case Fault.CutAnswer(int afterBytes) ->
                    client.write(data.getBuffer(0, Math.min(afterBytes, data.length())))
                            .onComplete(_ -> client.close());
                case Fault.LoseAnswerTo(char message) -> {
                    if (asked == message) {
                        client.close();
                    } else {
                        client.write(data);
                    }
                }
                case Fault.Drip(int atOnce, Duration between) -> drip(data, atOnce, between);
            }
        }

        private void drip(Buffer data, int next, Duration between) {
            int now = Math.min(next, data.length());
            client.write(data.getBuffer(0, now));
            if (now < data.length()) {
                vertx.setTimer(between.toMillis(), _ -> drip(data.getBuffer(now, data.length()), 1, between));
            }
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
