package io.loomi.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A call to another service says for what work it is made. */
@ExtendWith(VertxExtension.class)
class ServiceClientTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final AtomicReference<MultiMap> received = new AtomicReference<>();
    private Vertx vertx;
    private HttpServer server;
    private ServiceClient client;

    @BeforeEach
    void serve(Vertx vertx) {
        this.vertx = vertx;
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    received.set(request.headers());
                    request.response().setStatusCode(request.path().equals("/health/ready") ? 200 : 302);
                    request.response().putHeader("Location", "/health/ready").end();
                })
                .listen(0)
                .await();
        client = ServiceClient.to(vertx, URI.create("http://127.0.0.1:" + server.actualPort()));
    }

    @Test
    void sendsTheCorrelationAndTheTraceOfTheWorkInProgress() {
        CorrelationId id = CorrelationId.from("order-17", "00-" + TRACE + "-b7ad6b7169203331-01");

        onARequestOf(id, () -> client.get("/health/ready")).await();

        assertThat(received.get().get("X-Correlation-ID")).isEqualTo("order-17");
        assertThat(received.get().get("traceparent"))
                .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                .doesNotContain("b7ad6b7169203331");
    }

    @Test
    void sendsNoneForWorkThatHasNone() {
        client.get("/health/ready").await();

        assertThat(received.get().contains("X-Correlation-ID")).isFalse();
        assertThat(received.get().contains("traceparent")).isFalse();
    }

    @Test
    void doesNotFollowRedirects() {
        assertThat(client.get("/elsewhere").await().statusCode()).isEqualTo(302);
    }

    @Test
    void findsAServiceReadyOrNot() {
        client.ping().await();
        server.close().await();

        assertThatThrownBy(() -> client.ping().await()).isInstanceOf(java.io.IOException.class);
    }

    private <T> Future<T> onARequestOf(CorrelationId id, java.util.function.Supplier<Future<T>> work) {
        ContextInternal request =
                ((VertxInternal) vertx).createEventLoopContext().duplicate();
        return Future.future(promise -> request.runOnContext(_ -> {
            Correlation.bind(id);
            work.get().onComplete(promise);
        }));
    }
}
