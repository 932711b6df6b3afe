package io.loomi.common.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import io.vertx.tracing.opentelemetry.Operation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The name, attributes and status of a request's span. */
class CorrelatedTracerTest {

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.builder().withTracer(_ -> tracer()).build();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void isNamedAfterTheOperationAndHasTheCorrelationId() {
        SpanData span = spanOf("/things/42", 200);

        assertThat(span.getName()).isEqualTo("GET /things/{id}");
        assertThat(span.getAttributes().toString())
                .contains("http.route=/things/{id}", "loomi.correlation_id=of-things");
        assertThat(span.getStatus().getStatusCode()).hasToString("UNSET");
    }

    @Test
    void hasErrorStatusForAServerError() {
        assertThat(spanOf("/things/42", 503).getStatus().getStatusCode()).hasToString("ERROR");
        Awaitility.await()
                .untilAsserted(() -> assertThat(spans)
                        .filteredOn(span -> span.getKind() == SpanKind.CLIENT)
                        .singleElement()
                        .satisfies(span ->
                                assertThat(span.getStatus().getStatusCode()).hasToString("ERROR")));
    }

    @Test
    void hasNoErrorStatusForAClientError() {
        assertThat(spanOf("/things/42", 404).getStatus().getStatusCode()).hasToString("UNSET");
    }

    private SpanData spanOf(String path, int status) {
        int port = vertx.createHttpServer()
                .requestHandler(request -> {
                    Correlation.bind(CorrelationId.from("of-things", null));
                    Correlation.route("/things/{id}");
                    request.response().setStatusCode(status).end();
                })
                .listen(0)
                .await()
                .actualPort();
        vertx.createHttpClient(new HttpClientOptions().setTracingPolicy(TracingPolicy.ALWAYS))
                .request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> request.send().compose(HttpClientResponse::end))
                .await();
        Awaitility.await().until(() -> spans.stream().anyMatch(span -> span.getKind() == SpanKind.SERVER));
        return spans.stream()
                .filter(span -> span.getKind() == SpanKind.SERVER)
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // as SpanExport does
    private VertxTracer<Operation, Operation> tracer() {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(new Ended())
                        .build())
                .setPropagators(ContextPropagators.noop())
                .build();
        return new CorrelatedTracer(
                (VertxTracer<Operation, Operation>) new OpenTelemetryTracingFactory(sdk).tracer(new TracingOptions()),
                () -> {});
    }

    private final class Ended implements SpanProcessor {

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
