package io.loomi.common.middlewares;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server waits for slow clients, but only for a limited time and for a limited number of them. */
class SlowClientsTest {

    private static final String WHOLE = "GET /now HTTP/1.1\r\nHost: loomi\r\n\r\n";
    private static final String HALF = "GET /now HTTP/1.1\r\nHost: lo";
    private static final String HEAD = "POST /now HTTP/1.1\r\nHost: loomi\r\nContent-Length: 5\r\n\r\n";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Vertx vertx = Vertx.vertx();
    private final NetClient net = vertx.createNetClient();
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private int port;

    /** A connection and the bytes that it has received. */
    private record Client(NetSocket socket, StringBuffer seen, AtomicBoolean closed) {

        Client sends(String bytes) {
            socket.write(bytes).await();
            return this;
        }

        void awaits(String answer) {
            Awaitility.await().until(() -> seen.indexOf(answer) >= 0);
            seen.setLength(0);
        }

        void awaitsTheEnd() {
            Awaitility.await().until(closed::get);
        }
    }

    @BeforeEach
    void open() {
        open(2, LONG, 2, LONG);
    }

    private void open(int maxIdle, Duration idleTimeout, int maxBodies, Duration bodyTimeout) {
        IdleConnectionLimit connections = new IdleConnectionLimit(vertx, maxIdle, idleTimeout);
        Router router = Router.router(vertx);
        router.route().handler(connections).handler(new BodyReader(vertx, 100, maxBodies, bodyTimeout));
        router.route("/now").handler(context -> context.end("ok " + BodyReader.bodyOf(context)));
        router.route("/never").handler(_ -> {});
        port = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(connections::opened)
                .requestHandler(router)
                .listen(0)
                .await()
                .actualPort();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private Client connect() {
        NetSocket socket = net.connect(port, "127.0.0.1").await();
        Client client = new Client(socket, new StringBuffer(), new AtomicBoolean());
        socket.handler(bytes -> client.seen().append(bytes))
                .closeHandler(_ -> client.closed().set(true));
        clients.add(client);
        return client;
    }

    @Test
    void closesTheLongestIdleConnectionWhenThereAreTooMany() {
        Client first = connect().sends(HALF);
        Client second = connect().sends(WHOLE);
        second.awaits("ok");
        Client third = connect();

        first.awaitsTheEnd();
        second.sends(WHOLE).awaits("ok");
        third.sends(WHOLE).awaits("ok");
    }

    @Test
    void doesNotCountBusyOrClosedConnectionsAsIdle() {
        Client waiting = connect().sends(WHOLE.replace("now", "never"));
        Stream.generate(this::connect)
                .limit(3)
                .forEach(client -> client.socket().close());
        clients.subList(1, clients.size()).forEach(Client::awaitsTheEnd);
        Client first = connect();
        Client second = connect();

        first.sends(WHOLE).awaits("ok");
        second.sends(WHOLE).awaits("ok");
        assertThat(waiting.closed()).isFalse();
    }

    @Test
    void closesAConnectionThatSendsTheHeadTooSlowly() {
        open(100, SHORT, 2, LONG);
        Client slow = connect().sends(HALF);
        long dribble = vertx.setPeriodic(20, _ -> slow.socket().write("o"));

        slow.awaitsTheEnd();
        vertx.cancelTimer(dribble);
    }

    @Test
    void answers408AndClosesWhenABodyIsTooSlow() {
        open(100, LONG, 100, SHORT);
        Client slow = connect().sends(HEAD).sends("ab");

        slow.awaits("HTTP/1.1 408 ");
        slow.awaitsTheEnd();
    }

    @Test
    void givesUpTheOldestBodyWhenThereAreTooMany() {
        open(100, LONG, 2, LONG);
        Client first = connect().sends(HEAD).sends("a");
        Client second = connect().sends(HEAD).sends("b");
        Client third = connect().sends(HEAD).sends("c");

        first.awaits("HTTP/1.1 408 ");
        second.sends("2345").awaits("ok b2345");
        third.sends("2345").awaits("ok c2345");
    }
}
