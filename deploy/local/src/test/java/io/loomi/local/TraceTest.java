package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.loomi.local.SpanCollector.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the trace of one request through every part of the bank. */
@Slow
class TraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir
    private Path data;

    @Test
    void followsATransferFromTheGatewayToTheRowsOfBothDatabases() {
        try (SpanCollector collector = new SpanCollector();
                BankRun run = BankRun.on(data, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()))) {
            GatewayClient bank = run.client();
            bank.register("ana@example.com");
            bank.register("bea@example.com");
            String token = bank.signIn("ana@example.com");

            Answer answer = bank.transactions()
                    .post("/api/transactions")
                    .as(token)
                    .header("X-Correlation-ID", "trace-test")
                    .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                    .header("tracestate", "vendor=1")
                    .json("{\"type\":\"transfer\",\"amount\":1.00,\"recipientEmail\":\"bea@example.com\"}");
            assertThat(answer.status()).isEqualTo(422); // insufficient funds: the failed transaction is recorded, too
            assertThat(answer.headers().firstValue("traceresponse").orElseThrow())
                    .startsWith("00-" + TRACE);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(trace(collector))
                            .anyMatch(is("gateway", "http.request.method"))
                            .anyMatch(span -> span.service().equals("transactions")
                                    && span.name().equals("POST /api/transactions")
                                    && "/api/transactions"
                                            .equals(span.attributes().get("http.route")))
                            .anyMatch(is("customers", "http.request.method"))
                            .anyMatch(span -> span.attributes()
                                    .getOrDefault("db.query.text", text(span))
                                    .contains("post_transactions"))
                            .anyMatch(span -> span.service().equals("customers")
                                    && span.attributes().toString().contains("FROM users"))
                            .anyMatch(span -> "redis".equals(span.attributes().get("db.system"))));

            List<Span> spans = trace(collector);
            assertThat(spans)
                    .filteredOn(span -> span.name().equals("group commit"))
                    .singleElement()
                    .satisfies(wait -> assertThat(wait.attributes())
                            .containsEntry("loomi.batch.size", "1")
                            .containsEntry("loomi.batch.trace_id", TRACE));
            Map<String, Span> byId = spans.stream().collect(Collectors.toMap(Span::spanId, span -> span));
            assertThat(spans)
                    .filteredOn(span -> !byId.containsKey(span.parentId()))
                    .singleElement()
                    .satisfies(root -> {
                        assertThat(root.service()).isEqualTo("gateway");
                        assertThat(root.parentId()).isEqualTo(CALLER);
                    });
            assertThat(spans)
                    .allSatisfy(
                            span -> assertThat(span.attributes()).containsEntry("loomi.correlation_id", "trace-test"));
            long pid = ProcessHandle.current().pid(); // the whole bank runs in this process
            assertThat(spans).allSatisfy(span -> assertThat(span.process()).startsWith(pid + "@"));
            assertThat(spans.toString()).doesNotContain("bea@example.com", "bea%40example.com", token);
        }
    }

    private static String text(Span span) {
        return span.attributes().getOrDefault("db.statement", "");
    }

    private static Predicate<Span> is(String service, String attribute) {
        return span -> span.service().equals(service) && span.attributes().containsKey(attribute);
    }

    private static List<Span> trace(SpanCollector collector) {
        return collector.spans().stream()
                .filter(span -> span.traceId().equals(TRACE))
                .toList();
    }
}
