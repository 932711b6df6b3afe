package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.loomi.common.tracing.EventBusCorrelation;
import io.loomi.common.tracing.TraceParent;
import io.loomi.common.tracing.Tracing;
import io.loomi.local.SpanCollector.Span;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message on the event bus carries the correlation id and the trace of its request, with or without a tracer. */
@Slow
class EventBusTraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    private @Nullable Vertx vertx;

    @AfterEach
    void close() {
        if (vertx != null) {
            vertx.close().await();
        }
    }

    @Test
    void passesOnTheCallersTraceWithoutATracer() throws Exception {
        int port = serve(Map.of());

        assertThat(call(port)).isEqualTo("over-the-bus " + TRACE);
    }

    @Test
    void recordsBothEndsOfAMessageInTheTraceOfItsRequest() throws Exception {
        try (SpanCollector collector = new SpanCollector()) {
            int port = serve(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()));

            assertThat(call(port)).isEqualTo("over-the-bus " + TRACE);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(collector.spans()).hasSize(3));
            List<Span> spans = collector.spans();
            assertThat(spans).allSatisfy(span -> {
                assertThat(span.traceId()).isEqualTo(TRACE);
                assertThat(span.attributes()).containsEntry("loomi.correlation_id", "over-the-bus");
            });
            Span request = childOf(CALLER, spans);
            Span sent = childOf(request.spanId(), spans);
            Span received = childOf(sent.spanId(), spans);
            assertThat(sent.attributes()).containsValue("who");
            assertThat(received.attributes()).containsValue("who");
        }
    }

    private static Span childOf(String parent, List<Span> spans) {
        return spans.stream()
                .filter(span -> span.parentId().equals(parent))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span under " + parent + " in " + spans));
    }

    /** A server that sends a message over its event bus and answers with the message's correlation id and trace. */
    private int serve(Map<String, String> settings) {
        Vertx started =
                Tracing.from("transactions", settings).trace(Vertx.builder()).build();
        vertx = started;
        EventBusCorrelation.install(started.eventBus());
        started.eventBus().<String>consumer("who", message -> message.reply(describe(Correlation.current())));
        return started.createHttpServer()
                .requestHandler(request -> answer(started, request))
                .listen(0)
                .await()
                .actualPort();
    }

    private static void answer(Vertx vertx, HttpServerRequest request) {
        Correlation.bind(
                CorrelationId.from(request.getHeader(CorrelationId.HEADER), request.getHeader(TraceParent.HEADER)));
        vertx.eventBus()
                .<String>request("who", "?")
                .onSuccess(reply -> request.response().end(reply.body()));
    }

    private static String describe(Optional<CorrelationId> id) {
        return id.map(known -> known.value() + " " + known.trace().traceId()).orElse("nobody");
    }

    private static String call(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                .header(CorrelationId.HEADER, "over-the-bus")
                .header(TraceParent.HEADER, "00-" + TRACE + "-" + CALLER + "-01")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
