package io.loomi.local.cluster;

import static io.loomi.local.cluster.NginxRun.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nginx with failing services, overload and slow clients, in front of scripted services. */
@NeedsNginx
@Slow
class NginxFailureTest {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void repeatsOnlyReadsAtAnotherInstance() {
        try (Upstream broken =
                        new Upstream(VERTX, request -> request.connection().close());
                Upstream healthy = Upstream.answering(VERTX, "ok");
                NginxRun nginx = NginxRun.plain(
                        folder, List.of(broken.port(), healthy.port()), List.of(broken.port(), healthy.port()))) {
            for (int i = 0; i < 6; i++) {
                assertThat(nginx.get("/api/users").statusCode()).isEqualTo(200);
                nginx.post("/api/transactions", "{}", "X-Correlation-ID", "post-" + i);
            }

            assertThat(broken.seen()).extracting(Upstream.Seen::method).contains("GET", "POST");
            List<String> posts = Stream.of(broken, healthy)
                    .flatMap(service -> service.seen().stream())
                    .filter(seen -> seen.method().equals("POST"))
                    .map(seen -> seen.headers().get("X-Correlation-ID"))
                    .toList();
            assertThat(posts).containsExactlyInAnyOrder("post-0", "post-1", "post-2", "post-3", "post-4", "post-5");
        }
    }

    @Test
    void sendsAPostToAnotherInstanceWhenItCouldNotConnect() {
        int unusedPort = NginxRun.freePort();
        try (Upstream healthy = new Upstream(
                        VERTX,
                        request -> request.body()
                                .onSuccess(body -> request.response().end(String.valueOf(body.length()))));
                NginxRun nginx = NginxRun.plain(
                        folder, List.of(unusedPort, healthy.port()), List.of(unusedPort, healthy.port()))) {
            for (int length : List.of(2, 60_000, 2, 60_000, 2, 60_000)) {
                assertThat(nginx.post("/api/transactions", "x".repeat(length)).body())
                        .isEqualTo(String.valueOf(length));
            }
            assertThat(healthy.seen()).hasSize(6);
        }
    }

    @Test
    void answersForAStoppedService() {
        int unusedPort = NginxRun.freePort();
        try (NginxRun nginx = NginxRun.plain(folder, List.of(unusedPort), List.of(unusedPort))) {
            HttpResponse<String> answer = nginx.post("/api/transactions", "{}");

            assertIsProblem(answer, 502, "bad-gateway");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertIsProblem(nginx.post("/api/users", "x".repeat(70_000)), 413, "body-too-large");
            assertIsProblem(nginx.get("/api/users?q=" + "x".repeat(9000)), 414, "uri-too-long");
        }
    }

    @Test
    void answersTheBanksHealthOnly() {
        Upstream transactions = Upstream.answering(VERTX, "{\"status\":\"up\"}");
        Upstream customers = Upstream.answering(VERTX, "{\"status\":\"up\"}");
        try (NginxRun nginx = NginxRun.plain(folder, List.of(customers.port()), List.of(transactions.port()))) {
            assertThat(nginx.get("/health", "Authorization", "Bearer x").body()).isEqualTo("{\"status\":\"up\"}");
            assertThat(transactions.seen().getFirst().headers().names()).doesNotContain("Authorization");
            HttpResponse<String> refused = nginx.post("/health", "");
            assertIsProblem(refused, 405, "method-not-allowed");
            assertThat(refused.headers().allValues("Allow")).containsExactly("GET, HEAD");

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
    void answersHealthInTimeWhenServicesAreSilent() {
        long threeSeconds = Duration.ofSeconds(3).toNanos();
        Handler<HttpServerRequest> silentAboutHealth = request -> {
            if (!request.path().startsWith("/health")) {
                request.response().end("ok");
            }
        };
        try (Upstream one = new Upstream(VERTX, silentAboutHealth);
                Upstream other = new Upstream(VERTX, silentAboutHealth);
                Upstream customers = Upstream.answering(VERTX, "{\"status\":\"up\"}");
                NginxRun nginx = NginxRun.plain(folder, List.of(customers.port()), List.of(one.port(), other.port()))) {
            for (int i = 0; i < 4; i++) {
                long began = System.nanoTime();
                assertThat(nginx.get("/health").body()).isEqualTo("{\"status\":\"degraded\"}");
                assertThat(System.nanoTime() - began).isLessThan(threeSeconds);
            }
            assertThat(nginx.get("/api/transactions").body()).isEqualTo("ok");
        }
    }

    @Test
    void limitsTheRequestsOfAnAddress() {
        try (Upstream service = Upstream.answering(VERTX, "ok");
                NginxRun nginx = NginxRun.start(
                        folder,
                        "http",
                        NginxSettings.plain(NginxRun.freeAddress(), List.of(service.port()), List.of(service.port()))
                                .with("LIMIT_RATE", "1")
                                .with("LIMIT_BURST", "2"))) {
            List<HttpResponse<String>> answers =
                    Stream.generate(() -> nginx.get("/api/users")).limit(12).toList();

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
    void limitsTheConcurrentRequestsOfAnAddress() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CompletableFuture<HttpServerRequest> waiting = new CompletableFuture<>();
        try (Upstream service = new Upstream(VERTX, request -> {
                    waiting.complete(request);
                    arrived.countDown();
                });
                NginxRun nginx = NginxRun.start(
                        folder,
                        "http",
                        NginxSettings.plain(NginxRun.freeAddress(), List.of(service.port()), List.of(service.port()))
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
    void timesOutSlowClientsAndServices() throws IOException {
        try (Upstream service = new Upstream(VERTX, _ -> {});
                NginxRun nginx = NginxRun.plain(folder, List.of(service.port()), List.of(service.port()));
                Socket headers = new Socket("127.0.0.1", nginx.port());
                Socket body = new Socket("127.0.0.1", nginx.port())) {
            CompletableFuture<HttpResponse<String>> unanswered =
                    CompletableFuture.supplyAsync(() -> nginx.get("/api/users"));
            write(headers, "GET /api/users HTTP/1.1\r\nHost: x\r\n");
            write(body, "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{");

            assertThat(isClosedByPeer(headers)).isTrue();
            assertThat(isClosedByPeer(body)).isTrue();
            assertIsProblem(unanswered.join(), 504, "gateway-timeout");
            assertThat(service.seen()).extracting(Upstream.Seen::method).containsExactlyInAnyOrder("GET", "POST");
        }
    }

    @Test
    void leavesTheBodyTimeoutToTheService() throws IOException {
        try (Upstream service = new Upstream(
                        VERTX,
                        request -> VERTX.setTimer(
                                500, _ -> request.response().setStatusCode(408).end("given up")));
                NginxRun nginx = NginxRun.plain(folder, List.of(service.port()), List.of(service.port()));
                Socket body = new Socket("127.0.0.1", nginx.port())) {
            write(body, "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{");

            assertThat(new String(body.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 408");
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isClosedByPeer(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
