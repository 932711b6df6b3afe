package io.loomi.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The content of {@code /metrics}, and that clients cannot make it grow. */
@Slow
class MetricsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static ServiceBench bench;

    @BeforeAll
    static void start() {
        bench = ServiceBench.start(
                new EchoService(TokenForge.create()),
                Map.of("DATABASE_URL", Backend.shared().createDatabase("metrics")));
    }

    @AfterAll
    static void stop() {
        bench.close();
        VERTX.close().await();
    }

    @Test
    void doesNotGrowWithInventedRequests() {
        sendInventedRequests();
        long before = requests().count();

        for (int round = 0; round < 20; round++) {
            sendInventedRequests();
        }

        assertThat(requests().count()).isEqualTo(before);
    }

    private static void sendInventedRequests() {
        String invented = UUID.randomUUID().toString();
        for (String path : List.of(
                "/" + invented,
                "/api/echo/" + invented,
                "/api/secret/" + invented,
                "/api/fail/" + invented,
                "/docs/" + invented,
                "/api/../" + invented,
                "/%2e%2e/" + invented,
                "/api/echo?" + invented + "=" + invented)) {
            bench.api().get(path).send();
            bench.api().call("X" + invented.substring(0, 8), path).send();
            bench.api().get(path).header("X-Correlation-ID", invented).send();
        }
    }

    @Test
    void staysSmall() {
        sendInventedRequests();

        assertThat(scrape(Metrics.TEXT).body().length()).isLessThan(100_000);
    }

    @Test
    void countsByCodeAndTimesByStatusClass() {
        bench.api().get("/api/fail/conflict").send();

        assertThat(series())
                .anyMatch(line -> line.startsWith("vertx_http_server_requests_total")
                        && line.contains("code=\"409\",method=\"GET\",route=\"/api/fail/:how\""))
                .anyMatch(line -> line.startsWith("vertx_http_server_response_time_seconds_bucket")
                        && line.contains("code=\"4xx\",method=\"GET\",route=\"/api/fail/:how\"")
                        && line.contains("le=\"0.25\""))
                .noneMatch(line -> line.startsWith("vertx_http_server_response_time") && line.contains("code=\"409\""));
    }

    @Test
    void linksARequestToItsTrace() {
        bench.api()
                .get("/api/fail/none")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .send();

        Answer metrics = scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        assertThat(metrics.header("Content-Type")).isEqualTo(Metrics.OPEN_METRICS);
        assertThat(metrics.body().lines())
                .anyMatch(line -> line.startsWith("vertx_http_server_response_time_seconds_bucket")
                        && line.contains("/api/fail/:how")
                        && line.contains("trace_id=\"" + TRACE + "\""));
        assertThat(metrics.body()).endsWith("# EOF\n");
        assertThat(scrape("*/*").body()).doesNotContain(TRACE);
    }

    @Test
    void countsEachServiceOfAProcessSeparately() {
        try (ServiceBench other = ServiceBench.start(
                new EchoService(TokenForge.create()),
                Map.of("DATABASE_URL", Backend.shared().createDatabase("metrics2")))) {
            other.api().get("/api/fail/none").send();

            assertThat(other.api().get("/metrics").send().body()).contains("route=\"/api/fail/:how\"");
        }
    }

    @Test
    void measuresTheProcessAndItsResources() {
        bench.api().get("/health").send();

        assertThat(series().map(line -> line.replaceAll("\\{.*", "")).distinct())
                .contains(
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_resident_memory_bytes",
                        "process_cpu_usage",
                        "process_files_open_files",
                        "disk_free_bytes",
                        "vertx_pool_in_use",
                        "vertx_pool_queue_pending",
                        "vertx_pool_queue_time_seconds_sum",
                        "vertx_sql_processing_time_seconds_count");
    }

    /** Only HTTP series, because a garbage collection may add series at any time. */
    private static Stream<String> requests() {
        return series().filter(line -> line.startsWith("vertx_http"));
    }

    private static Stream<String> series() {
        return scrape(Metrics.TEXT).body().lines().filter(line -> !line.startsWith("#"));
    }

    private static Answer scrape(String accept) {
        return bench.api().get("/metrics").header("Accept", accept).send();
    }
}
