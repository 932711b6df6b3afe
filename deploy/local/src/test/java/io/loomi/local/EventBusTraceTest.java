package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.correlation.EventBusCorrelation;
import io.loomi.common.tracing.Tracing;
import io.loomi.local.SpanCollector.Span;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Messages on the event bus belong to the request that sent them, with somebody to collect the trace or without. */
class EventBusTraceTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void handsOnTheTraceOfACallerWithoutATracer() {
        Vertx vertx = bus(Map.of());

        assertThat(ask(vertx)).startsWith("over-the-bus 4bf92f3577b34da6a3ce929d0e0e4736");

        vertx.close().await();
    }

    @Test
    void recordsBothEndsOfAMessageInOneTrace() {
        try (SpanCollector collector = new SpanCollector()) {
            Vertx vertx = bus(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()));

            String trace = ask(vertx).split(" ")[1];

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(collector.spans()).hasSize(2));
            vertx.close().await();
            List<Span> spans = collector.spans();
            Map<String, Span> byId = spans.stream().collect(Collectors.toMap(Span::spanId, span -> span));
            assertThat(spans).allSatisfy(span -> {
                assertThat(span.traceId()).isEqualTo(trace);
                assertThat(span.attributes())
                        .containsEntry("loomi.correlation_id", "over-the-bus")
                        .containsValue("who");
            });
            assertThat(spans)
                    .filteredOn(span -> byId.containsKey(span.parentId()))
                    .hasSize(1);
        }
    }

    /** A bus as a service has it, with somebody who tells to which request a message belongs. */
    private static Vertx bus(Map<String, String> settings) {
        Vertx vertx =
                Tracing.from("transactions", settings).trace(Vertx.builder()).build();
        EventBusCorrelation.install(vertx.eventBus());
        vertx.eventBus().<String>consumer("who", message -> message.reply(told(Correlation.current())));
        return vertx;
    }

    private static String told(Optional<CorrelationId> id) {
        return id.map(known -> known.value() + " " + known.trace().traceId()).orElse("nobody nothing");
    }

    private static String ask(Vertx vertx) {
        return on(vertx, () -> {
            Correlation.bind(CorrelationId.from("over-the-bus", PARENT));
            // outside of a request that is traced already, as the bus of a service is, one must ask for it
            DeliveryOptions traced = new DeliveryOptions().setTracingPolicy(TracingPolicy.ALWAYS);
            return vertx.eventBus().<String>request("who", "?", traced).map(Message::body);
        });
    }

    /** Runs on a context of its own, as a request does. */
    private static <T> T on(Vertx vertx, Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        ((ContextInternal) vertx.getOrCreateContext())
                .duplicate()
                .runOnContext(_ -> work.get().onComplete(result));
        return result.future().await();
    }
}
