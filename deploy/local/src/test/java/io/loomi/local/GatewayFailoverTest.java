package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.config.Settings;
import io.loomi.common.http.CorsOrigins;
import io.loomi.common.testing.Slow;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway in front of several instances, as in {@code ./loomi cluster} without Nginx. */
@Slow
class GatewayFailoverTest {

    private static final CorsOrigins ORIGINS = new Settings(Map.of("CORS_ORIGINS", "https://app.example.com"))
            .find(CorsOrigins.SETTING)
            .orElseThrow();
    private static final String PATH = "/api/transactions";

    private final Vertx vertx = Vertx.vertx();
    // prefers HTTP/2, which the gateway must refuse
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void balancesSkipsAStoppedInstanceAndAnswers503WithoutInstances() {
        HttpServer first = instance("first");
        HttpServer second = instance("second");
        startGateway(first, second);
        assertThat(bodies("GET", PATH)).contains("first", "second");

        end(first);
        // reads first: they notice the closed connection, and a POST on it would not be repeated
        assertThat(bodies("GET", PATH)).containsOnly("second");
        assertThat(bodies("POST", PATH)).containsOnly("second");
        assertThat(bodies("GET", "/health")).containsOnly("{\"status\":\"up\"}");

        end(second);
        assertThat(statuses("GET")).containsOnly(503);
        HttpResponse<String> refused = send("POST", PATH);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example.com");
        assertThat(send("GET", "/health").body()).isEqualTo("{\"status\":\"down\"}");
        assertThat(send("GET", "/nothing").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://app.example.com");
    }

    @Test
    void repeatsReadsButNotWritesWhenAConnectionBreaks() {
        AtomicInteger broken = new AtomicInteger();
        startGateway(
                serving(request -> {
                    broken.incrementAndGet();
                    request.connection().close();
                }),
                instance("well"));

        assertThat(bodies("GET", PATH)).containsOnly("well");
        assertThat(broken).hasPositiveValue();

        broken.set(0);
        assertThat(statuses("POST")).containsExactlyInAnyOrder(200, 200, 502, 502);
        assertThat(broken).hasValue(2);
    }

    @Test
    void timesOutOnASilentInstance() {
        startGateway(Duration.ofMillis(200), serving(_ -> {}), instance("well"));

        assertThat(bodies("GET", PATH)).containsOnly("well");
        assertThat(statuses("POST")).containsExactlyInAnyOrder(200, 200, 504, 504);
    }

    @Test
    void reportsAServiceWithAnUnreadableHealthAsDown() {
        startGateway(serving(request -> request.response().end("{}")));

        HttpResponse<String> health = send("GET", "/health");

        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).isEqualTo("{\"status\":\"down\"}");
    }

    private void startGateway(HttpServer... instances) {
        startGateway(Duration.ofSeconds(30), instances);
    }

    private void startGateway(Duration timeout, HttpServer... instances) {
        List<Integer> ports = Stream.of(instances).map(HttpServer::actualPort).toList();
        port = new Gateway(vertx, ports, ports, ORIGINS, timeout)
                .listen("127.0.0.1", 0)
                .await()
                .actualPort();
    }

    private HttpServer instance(String name) {
        return serving(
                request -> request.response().end(request.path().equals("/health") ? "{\"status\":\"up\"}" : name));
    }

    private HttpServer serving(Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .await();
    }

    /** Stops without grace: a graceful close may wait half a minute for the gateway's kept-alive connections. */
    private static void end(HttpServer instance) {
        instance.shutdown(0, TimeUnit.SECONDS).await();
    }

    private List<String> bodies(String method, String path) {
        return four(method, path).map(HttpResponse::body).toList();
    }

    private List<Integer> statuses(String method) {
        return four(method, PATH).map(HttpResponse::statusCode).toList();
    }

    private Stream<HttpResponse<String>> four(String method, String path) {
        return IntStream.range(0, 4).mapToObj(_ -> send(method, path));
    }

    private HttpResponse<String> send(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Origin", "https://app.example.com")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError("no answer to " + request + ": " + failure, failure);
        }
    }
}
