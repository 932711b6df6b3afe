package io.loomi.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.FaultyProxy.Fault;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyProxyTest {

    private final Vertx vertx = Vertx.vertx();
    private final FaultyProxy network = FaultyProxy.open();
    private URI echo = URI.create("tcp://127.0.0.1");

    @BeforeEach
    void listen() {
        int port = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(socket::write))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        echo = network.before(URI.create("tcp://127.0.0.1:" + port));
    }

    @AfterEach
    void close() {
        network.close();
        vertx.close().await();
    }

    @Test
    void selectsConnectionsByTheirFirstBytes() {
        Connection marked = new Connection();
        Connection late = new Connection();
        marked.send("hello of the marked one");
        late.send("x".repeat(5000));
        late.send("marked too late");

        network.sufferOnly(Set.of("marked"), new Fault.Reset());

        late.send("more");
        marked.socket.write("more");
        Awaitility.await().untilTrue(marked.closed);
        assertThat(late.closed).isFalse();
    }

    private final class Connection {
        private final AtomicLong echoed = new AtomicLong();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final NetSocket socket =
                vertx.createNetClient().connect(echo.getPort(), echo.getHost()).await();
        private long sent;

        Connection() {
            socket.handler(data -> echoed.addAndGet(data.length())).closeHandler(_ -> closed.set(true));
        }

        /** Returns when the whole text was echoed. */
        void send(String text) {
            sent += text.length();
            socket.write(text);
            Awaitility.await().until(() -> echoed.get() == sent);
        }
    }
}
