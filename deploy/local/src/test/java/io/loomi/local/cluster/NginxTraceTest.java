package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.launch.RunningService;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.ServiceLauncher;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
import io.loomi.customers.Customers;
import io.loomi.local.GatewayClient;
import io.loomi.local.SpanCollector;
import io.loomi.local.SpanCollector.Span;
import io.loomi.transactions.Transactions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller's trace passes through Nginx, which creates no spans, into both services. */
@NeedsNginx
@Slow
class NginxTraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir
    private Path folder;

    @Test
    void passesTheCallersTraceToBothServices() {
        try (SpanCollector collector = new SpanCollector()) {
            RunningService customers = start(
                    new Customers(Clock.systemUTC()),
                    collector,
                    Map.of("TRANSACTIONS_SERVICE_URL", "http://127.0.0.1:1"));
            RunningService transactions = start(
                    new Transactions(Clock.systemUTC()),
                    collector,
                    Map.of("CUSTOMERS_SERVICE_URL", "http://127.0.0.1:" + customers.port()));
            try (NginxRun nginx = NginxRun.plain(folder, List.of(customers.port()), List.of(transactions.port()))) {
                GatewayClient bank = new GatewayClient(nginx.port());
                transfer(bank);
                assertLogsTheTraceOf(bank.register("eva@example.com"), nginx);

                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(trace(collector))
                                .extracting(Span::service)
                                .contains("customers", "transactions"));
            } finally {
                transactions.stop().await(); // sends the remaining spans
                customers.stop().await();
            }
            assertIsOneTrace(trace(collector));
        }
    }

    private static void transfer(GatewayClient bank) {
        bank.register("ana@example.com");
        bank.register("bea@example.com");
        String token = bank.signIn("ana@example.com");
        bank.credit(token, "10.00");

        Answer answer = bank.transactions()
                .post("/api/transactions")
                .as(token)
                .header("X-Correlation-ID", "through-nginx")
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                .header("tracestate", "vendor=1")
                .json("{\"type\":\"transfer\",\"amount\":1.00,\"recipientEmail\":\"bea@example.com\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("X-Correlation-ID")).isEqualTo("through-nginx");
    }

    /** For a request without a trace, Nginx logs the trace that the service began. */
    private static void assertLogsTheTraceOf(Answer answer, NginxRun nginx) {
        String trace = answer.header("traceresponse").split("-")[1];
        Awaitility.await()
                .untilAsserted(() -> assertThat(nginx.accesses())
                        .filteredOn(line -> line.getString("correlationId").equals(answer.header("X-Correlation-ID")))
                        .singleElement()
                        .satisfies(line -> assertThat(
                                        line.getJsonObject("metadata").getString("traceId"))
                                .isEqualTo(trace)));
    }

    private static void assertIsOneTrace(List<Span> spans) {
        Map<String, Span> byId = spans.stream().collect(Collectors.toMap(Span::spanId, span -> span));
        assertThat(spans)
                .filteredOn(span -> !byId.containsKey(span.parentId()))
                .singleElement()
                .satisfies(root -> {
                    assertThat(root.service()).isEqualTo("transactions");
                    assertThat(root.parentId()).isEqualTo(CALLER);
                });
        assertThat(spans)
                .allSatisfy(
                        span -> assertThat(span.attributes()).containsEntry("loomi.correlation_id", "through-nginx"));
    }

    private static RunningService start(Service service, SpanCollector collector, Map<String, String> own) {
        Map<String, String> settings = new HashMap<>(own);
        settings.put("HTTP_PORT", "0");
        settings.put("DATABASE_URL", Backend.shared().createDatabase("trace_" + service.name()));
        settings.put("REDIS_URL", Backend.shared().redisUrl());
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
        return ServiceLauncher.start(service, settings).await();
    }

    private static List<Span> trace(SpanCollector collector) {
        return collector.spans().stream()
                .filter(span -> span.traceId().equals(TRACE))
                .toList();
    }
}
