package io.loomi.local.cluster;

import static io.loomi.local.cluster.NginxRun.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nginx's routing and header rules, in front of scripted services. */
@NeedsNginx
@Slow
class NginxRoutingTest {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void routesKnownPathsAndRefusesOthers() {
        try (Upstream customers = Upstream.answering(VERTX, "customers");
                Upstream transactions = Upstream.answering(VERTX, "transactions");
                NginxRun nginx = NginxRun.plain(folder, List.of(customers.port()), List.of(transactions.port()))) {
            for (String path : List.of(
                    "/api/users",
                    "/api/users/me?a=b",
                    "/api/auth/login",
                    "/.well-known/jwks.json",
                    "/docs",
                    "/docs/")) {
                assertThat(nginx.get(path).body()).as(path).isEqualTo("customers");
            }
            for (String path : List.of(
                    "/api/transactions/1/capture",
                    "/api/accounts/me",
                    "/api/reports/summary",
                    "/docs/transactions.yaml")) {
                assertThat(nginx.get(path).body()).as(path).isEqualTo("transactions");
            }
            for (String path : List.of(
                    "/",
                    "/metrics",
                    "/health/live",
                    "/health/ready",
                    "/openapi.yaml",
                    "/api",
                    "/api/usersX",
                    "/.problem/404",
                    "/.health/half",
                    "/api/users/lookup?email=ana@example.com",
                    "/api/users/lookup/",
                    "/api/users/%6cookup",
                    "/api/accounts/1/closures",
                    "/api/accounts/1/closures/2",
                    "/api/accounts/1/%63losures/2",
                    "/api/users/../../metrics",
                    "/api/users/%2e%2e/%2E%2E/metrics",
                    "/api/users/..%2fmetrics",
                    "/api/users//me",
                    "/api/users/%3f%20/..")) {
                assertIsProblem(nginx.get(path), 404, "not-found");
            }
            assertThat(customers.seen()).extracting(Upstream.Seen::uri).contains("/api/users/me?a=b");
        }
    }

    @Test
    void routesEveryContractPathButInternalOnes() {
        try (Upstream customers = Upstream.answering(VERTX, "customers");
                Upstream transactions = Upstream.answering(VERTX, "transactions");
                NginxRun nginx = NginxRun.plain(folder, List.of(customers.port()), List.of(transactions.port()))) {
            ContractPaths.services(VERTX).forEach((path, service) -> {
                if (service.isEmpty()) {
                    assertIsProblem(nginx.get(path), 404, "not-found");
                } else {
                    assertThat(nginx.get(path).body()).as(path).isEqualTo(service);
                }
            });
            assertIsProblem(nginx.get("/loggers"), 404, "not-found");
        }
    }

    @Test
    void replacesForwardedHeadersOfClients() {
        try (Upstream service = Upstream.answering(VERTX, "ok");
                NginxRun nginx = NginxRun.plain(folder, List.of(service.port()), List.of(service.port()))) {
            nginx.get(
                    "/api/users",
                    "X-Forwarded-For",
                    "198.51.100.1",
                    "X-Forwarded-For",
                    "198.51.100.2",
                    "X-Forwarded-Proto",
                    "https",
                    "X-Forwarded-Host",
                    "evil.example",
                    "X-Real-IP",
                    "198.51.100.3",
                    "Forwarded",
                    "for=198.51.100.4",
                    "traceparent",
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

            var headers = service.seen().getFirst().headers();
            assertThat(headers.getAll("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(headers.getAll("X-Forwarded-Proto")).containsExactly("http");
            assertThat(headers.names()).doesNotContain("X-Forwarded-Host", "X-Real-IP", "Forwarded", "Upgrade");
            assertThat(headers.get("traceparent")).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
        }
    }

    @Test
    void keepsAValidCorrelationIdAndReplacesAnInvalidOne() {
        try (Upstream service = Upstream.answering(VERTX, "ok");
                NginxRun nginx = NginxRun.plain(folder, List.of(service.port()), List.of(service.port()))) {
            HttpResponse<String> known = nginx.get(
                    "/api/users?q=secret",
                    "X-Correlation-ID",
                    "journey-42",
                    "traceparent",
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            HttpResponse<String> forged = nginx.get("/api/users", "X-Correlation-ID", "a b\"c");
            HttpResponse<String> own = nginx.get("/nothing", "X-Correlation-ID", "journey-43");

            assertThat(known.headers().allValues("X-Correlation-ID")).containsExactly("journey-42");
            assertThat(forged.headers().firstValue("X-Correlation-ID").orElseThrow())
                    .matches("[0-9a-f]{32}");
            assertThat(own.headers().allValues("X-Correlation-ID")).containsExactly("journey-43");
            assertThat(new JsonObject(own.body()).getString("correlationId")).isEqualTo("journey-43");
            assertThat(service.seen())
                    .extracting(seen -> seen.headers().get("X-Correlation-ID"))
                    .containsExactly(
                            "journey-42",
                            forged.headers().firstValue("X-Correlation-ID").orElseThrow());
            Awaitility.await().untilAsserted(() -> assertThat(nginx.accesses()).hasSize(3));
            JsonObject line = nginx.accesses().getFirst();
            assertThat(line.getString("correlationId")).isEqualTo("journey-42");
            assertThat(line.getString("service")).isEqualTo("nginx");
            assertThat(line.getJsonObject("metadata").getString("path")).isEqualTo("/api/users");
            assertThat(line.getJsonObject("metadata").getString("traceId"))
                    .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(nginx.accesses().get(1).getJsonObject("metadata").getString("traceId"))
                    .isEmpty();
            assertThat(line.encode()).doesNotContain("secret");
        }
    }

    @Test
    void allowsOnlyListedOriginsToReadItsOwnAnswers() {
        int unusedPort = NginxRun.freePort();
        NginxSettings settings = NginxSettings.plain(NginxRun.freeAddress(), List.of(unusedPort), List.of(unusedPort))
                .with("CORS_ORIGINS", "https://app.example.com, http://localhost:5173");
        try (NginxRun nginx = NginxRun.start(folder, "http", settings)) {
            for (String origin : List.of("https://app.example.com", "http://localhost:5173")) {
                HttpResponse<String> answer = nginx.get("/api/users", "Origin", origin);
                assertIsProblem(answer, 502, "bad-gateway");
                assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                        .containsExactly(origin);
                assertThat(answer.headers()
                                .firstValue("Access-Control-Expose-Headers")
                                .orElseThrow())
                        .contains("Retry-After");
                assertThat(answer.headers().allValues("Vary")).containsExactly("Origin");
            }
            for (String origin : List.of(
                    "https://app.example.co",
                    "https://app.example.com.evil.example",
                    "http://app.example.com",
                    "https://appXexample.com",
                    "ttps://app.example.com",
                    "https://app.example.com,http://localhost:5173",
                    "null",
                    ",")) {
                assertThat(nginx.get("/nothing", "Origin", origin).headers().map())
                        .as(origin)
                        .doesNotContainKey("access-control-allow-origin");
            }
        }
    }
}
