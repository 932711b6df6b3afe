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

/** A TCP proxy in front of a real server that injects network faults. */
public final class FaultyProxy implements AutoCloseable {

    /** A fault for all data that follows, on new and open connections. */
    public sealed interface Fault {

        /** No fault. */
        record None() implements Fault {}

        /** Answers are delayed. */
        record Delay(Duration by) implements Fault {}

        /** All data is lost, and no connection is closed. */
        record BlackHole() implements Fault {}

        /** Connections are reset at the first data. */
        record Reset() implements Fault {}

        /** The connection is closed after this many bytes of an answer. */
        record CutAnswer(int afterBytes) implements Fault {}

        /** The server executes a message with this first byte, but the answer is lost and the connection is closed. */
        record LoseAnswerTo(char message) implements Fault {}

        /**
         * After this many bytes, an answer arrives byte by byte, so that no read timeout fires. The server must send
         * the answer in one piece.
         */
        record Drip(int atOnce, Duration between) implements Fault {}
    }

    private static final int MAX_BEGINNING = 4096;

    private final Vertx vertx = Vertx.vertx();

    /** Kept in a field, because garbage collection closes an unreferenced Vert.x client and its connections. */
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

    /** A proxy without a server. */
    public static FaultyProxy open() {
        return new FaultyProxy();
    }

    /** Puts the proxy in front of this server. Returns the URI to connect to instead. */
    public URI before(URI real) {
        target = real;
        return URI.create(real.getScheme() + "://127.0.0.1:" + server.actualPort());
    }

    public void suffer(Fault next) {
        sufferOnly(Set.of(""), next);
    }

    /** @param texts only connections with one of these texts in the first 4 KiB from the client suffer */
    public void sufferOnly(Set<String> texts, Fault next) {
        markers = texts;
        fault = next;
    }

    /**
     * Ends the fault for new connections. Connections that have lost data stay open and silent, as after the loss of a
     * network path, and their clients must detect this.
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

    /** One connection through the proxy, on one event loop. */
    private final class Link {

        private final NetSocket client;
        private final NetSocket real;

        /** Whether the link has lost data. Later data is lost too, because it would make no sense to either side. */
        private boolean silent;

        /** The first characters from the client, at most {@link #MAX_BEGINNING}. */
        private final StringBuilder beginning = new StringBuilder();

        /** The first byte of the last request, which may arrive in several pieces. */
        private char firstByte;

        private boolean isAnswered = true;

        private Link(NetSocket client, NetSocket real) {
            this.client = client;
            this.real = real;
        }

        private void open() {
            client.handler(this::ask);
            real.handler(this::forwardAnswer);
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
            return markers.stream().anyMatch(marker -> beginning.indexOf(marker) >= 0) ? fault : new Fault.None();
        }

        private void ask(Buffer data) {
            int missing = Math.min(MAX_BEGINNING - beginning.length(), data.length());
            beginning.append(data.getString(0, missing, "ISO-8859-1"));
            if (isAnswered) {
                firstByte = (char) data.getByte(0);
                isAnswered = false;
            }
            switch (fault()) {
                case Fault.BlackHole _ -> silent = true;
                case Fault.Reset _ -> reset(client);
                default -> real.write(data);
            }
        }

        private void forwardAnswer(Buffer data) {
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
                    if (firstByte == message) {
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

    /** Closes with a TCP reset. */
    private static void reset(NetSocket socket) {
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        socket.close();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
