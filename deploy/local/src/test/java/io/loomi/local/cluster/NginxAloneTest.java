package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Nginx does by itself, in front of services that do what the test tells them to. */
@NeedsNginx
class NginxAloneTest {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void leadsEveryPathToItsServiceAndNothingElseAnywhere() {
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
    void replacesWhatClientsSayOfThemselves() {
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
    void takesOverACorrelationIdThatIsWellFormedAndMakesOneElse() {
        try (Upstream service = Upstream.answering(VERTX, "ok");
                NginxRun nginx = NginxRun.plain(folder, List.of(service.port()), List.of(service.port()))) {
            HttpResponse<String> known = nginx.get("/api/users?q=secret", "X-Correlation-ID", "journey-42");
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
            assertThat(line.encode()).doesNotContain("secret");
        }
    }

    @Test
    void repeatsElsewhereWhatMayBeRepeatedAndNothingElse() {
        try (Upstream broken =
                        new Upstream(VERTX, request -> request.connection().close());
                Upstream well = Upstream.answering(VERTX, "ok");
                NginxRun nginx = NginxRun.plain(
                        folder, List.of(broken.port(), well.port()), List.of(broken.port(), well.port()))) {
            for (int i = 0; i < 6; i++) {
                assertThat(nginx.get("/api/users").statusCode()).isEqualTo(200);
                nginx.post("/api/transactions", "{}", "X-Correlation-ID", "post-" + i);
            }

            assertThat(broken.seen()).extracting(Upstream.Seen::method).contains("GET", "POST");
            List<String> posts = java.util.stream.Stream.of(broken, well)
                    .flatMap(service -> service.seen().stream())
                    .filter(seen -> seen.method().equals("POST"))
                    .map(seen -> seen.headers().get("X-Correlation-ID"))
                    .toList();
            assertThat(posts).containsExactlyInAnyOrder("post-0", "post-1", "post-2", "post-3", "post-4", "post-5");
        }
    }

    @Test
    void passesOnAPostThatCouldNotBeSent() {
        int nobody = NginxRun.freePort();
        try (Upstream well = Upstream.answering(VERTX, "ok");
                NginxRun nginx = NginxRun.plain(folder, List.of(nobody, well.port()), List.of(nobody, well.port()))) {
            for (int i = 0; i < 6; i++) {
                assertThat(nginx.post("/api/transactions", "{}").statusCode()).isEqualTo(200);
            }
            assertThat(well.seen()).hasSize(6);
        }
    }

    @Test
    void answersForAServiceThatIsNotThere() {
        int nobody = NginxRun.freePort();
        try (NginxRun nginx = NginxRun.plain(folder, List.of(nobody), List.of(nobody))) {
            HttpResponse<String> answer = nginx.post("/api/transactions", "{}");

            assertIsProblem(answer, 502, "bad-gateway");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertIsProblem(nginx.post("/api/users", "x".repeat(70_000)), 413, "body-too-large");
            assertIsProblem(nginx.get("/api/users?q=" + "x".repeat(9000)), 414, "uri-too-long");
        }
    }

    @Test
    void tellsTheBanksHealthInAWordAndNoMore() {
        Upstream transactions = Upstream.answering(VERTX, "{\"status\":\"up\"}");
        Upstream customers = Upstream.answering(VERTX, "{\"status\":\"up\"}");
        try (NginxRun nginx = NginxRun.plain(folder, List.of(customers.port()), List.of(transactions.port()))) {
            assertThat(nginx.get("/health", "Authorization", "Bearer x").body()).isEqualTo("{\"status\":\"up\"}");
            assertThat(transactions.seen().getFirst().headers().names()).doesNotContain("Authorization");
            assertIsProblem(nginx.post("/health", ""), 405, "method-not-allowed");

            transactions.close();
            HttpResponse<String> half = nginx.get("/health");
            assertThat(half.body()).isEqualTo("{\"status\":\"degraded\"}");
            assertThat(half.statusCode()).isEqualTo(200);

            customers.close();
            HttpResponse<String> down = nginx.get("/health");
            assertThat(down.body()).isEqualTo("{\"status\":\"down\"}");
            assertThat(down.statusCode()).isEqualTo(503);
        }
    }

    @Test
    void letsThePagesOfTheAllowListReadItsOwnAnswersAndNoOthers() {
        int nobody = NginxRun.freePort();
        NginxSettings settings = NginxSettings.plain(NginxRun.freePort(), List.of(nobody), List.of(nobody))
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

    @Test
    void limitsTheRequestsOfAnAddress() {
        try (Upstream service = Upstream.answering(VERTX, "ok");
                NginxRun nginx = NginxRun.start(
                        folder,
                        "http",
                        NginxSettings.plain(NginxRun.freePort(), List.of(service.port()), List.of(service.port()))
                                .with("LIMIT_RATE", "1")
                                .with("LIMIT_BURST", "2"))) {
            List<HttpResponse<String>> answers = java.util.stream.Stream.generate(() -> nginx.get("/api/users"))
                    .limit(12)
                    .toList();

            HttpResponse<String> refused = answers.stream()
                    .filter(answer -> answer.statusCode() == 429)
                    .findFirst()
                    .orElseThrow();
            assertIsProblem(refused, 429, "rate-limited");
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(service.seen().size()).isBetween(3, 11);
        }
    }

    @Test
    void limitsTheRequestsInProgressOfAnAddress() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CompletableFuture<HttpServerRequest> waiting = new CompletableFuture<>();
        try (Upstream service = new Upstream(VERTX, request -> {
                    waiting.complete(request);
                    arrived.countDown();
                });
                NginxRun nginx = NginxRun.start(
                        folder,
                        "http",
                        NginxSettings.plain(NginxRun.freePort(), List.of(service.port()), List.of(service.port()))
                                .with("LIMIT_CONNECTIONS", "1"))) {
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> nginx.get("/api/users"));
            arrived.await();

            assertIsProblem(nginx.get("/api/users"), 429, "rate-limited");

            waiting.join().response().end("ok");
            assertThat(first.join().body()).isEqualTo("ok");
        }
    }

    @Test
    void cutsOffClientsAndServicesThatAreSlow() throws IOException {
        try (Upstream service = new Upstream(VERTX, _ -> {});
                NginxRun nginx = NginxRun.plain(folder, List.of(service.port()), List.of(service.port()));
                Socket headers = new Socket("127.0.0.1", nginx.port());
                Socket body = new Socket("127.0.0.1", nginx.port())) {
            CompletableFuture<HttpResponse<String>> unanswered =
                    CompletableFuture.supplyAsync(() -> nginx.get("/api/users"));
            say(headers, "GET /api/users HTTP/1.1\r\nHost: x\r\n");
            say(body, "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{");

            assertThat(isClosedByPeer(headers)).isTrue();
            assertThat(isClosedByPeer(body)).isTrue();
            assertIsProblem(unanswered.join(), 504, "gateway-timeout");
            assertThat(service.seen()).hasSize(1);
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isClosedByPeer(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    static void assertIsProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as("status of %s", answer.uri()).isEqualTo(status);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("type")).isEqualTo("urn:loomi:problem:" + type);
        assertThat(answer.headers().allValues("X-Correlation-ID")).containsExactly(problem.getString("correlationId"));
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.headers().allValues("Strict-Transport-Security"))
                .containsExactly("max-age=31536000; includeSubDomains");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
    }
}
