package io.loomi.common.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.resilience.ServiceClient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import java.net.URI;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void keepsAWellFormedIdAndTrace() {
        CorrelationId id = CorrelationId.from("req-123.456_X", PARENT);

        assertThat(id.value()).isEqualTo("req-123.456_X");
        assertThat(id.trace().next())
                .startsWith("00-" + TRACE + "-")
                .endsWith("-01")
                .isNotEqualTo(PARENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\r\nSet-Cookie: x", "ação", "{\"level\":\"error\"}", "a/b"})
    void replacesAHostileId(String sent) {
        assertThat(CorrelationId.from(sent, null).value()).matches("[0-9a-f]{24}");
    }

    @Test
    void replacesAnIdThatIsTooLong() {
        assertThat(CorrelationId.from("x".repeat(64), null).value()).hasSize(64);
        assertThat(CorrelationId.from("x".repeat(65), null).value()).hasSize(24);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00-0-0-0", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "garbage"})
    void replacesABrokenTrace(String sent) {
        assertThat(TraceParent.from(sent).traceId()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    }

    @Test
    void isEmptyWithoutAContext() {
        Correlation.bind(CorrelationId.from("lost", null));

        assertThat(Correlation.current()).isEmpty();
    }

    @Test
    void travelsWithEventBusMessages() {
        Vertx vertx = Vertx.vertx();
        EventBusCorrelation.install(vertx.eventBus());
        vertx.eventBus()
                .<String>consumer(
                        "who",
                        message -> message.reply(
                                Correlation.current().map(CorrelationId::value).orElse("nobody")));

        String reply = on(vertx, () -> {
            Correlation.bind(CorrelationId.from("over-the-bus", null));
            return vertx.eventBus().<String>request("who", "?").map(message -> message.body());
        });

        assertThat(reply).isEqualTo("over-the-bus");
        vertx.close().await();
    }

    @Test
    void travelsWithCallsToOtherServices() {
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(request -> request.response()
                        .end(request.getHeader(CorrelationId.HEADER) + " " + request.getHeader(TraceParent.HEADER)))
                .listen(0)
                .await();
        ServiceClient client = ServiceClient.to(VERTX, URI.create("http://127.0.0.1:" + server.actualPort()));

        String received = on(VERTX, () -> {
            Correlation.bind(CorrelationId.from("over-http", PARENT));
            return client.get("/").map(answer -> answer.bodyAsString());
        });

        assertThat(received).startsWith("over-http 00-" + TRACE);
    }

    /** Runs work in a context of its own, as a request does. */
    private static <T> T on(Vertx vertx, Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        Context request = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
        request.runOnContext(_ -> work.get().onComplete(result));
        return result.future().await();
    }
}
