package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.config.Settings;
import io.loomi.common.http.CorsOrigins;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gateway in front of several instances, as {@code ./loomi cluster} has it where there is no Nginx. */
class GatewayFailoverTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final CorsOrigins ORIGINS = new Settings(Map.of("CORS_ORIGINS", "https://app.example.com"))
            .find(CorsOrigins.SETTING)
            .orElseThrow();

    private static final HttpServer FIRST = instance("first");
    private static final HttpServer SECOND = instance("second");
    private static int port;

    // asks for HTTP/2 where it can be had: the gateway must refuse it
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void open() {
        List<Integer> ports = List.of(FIRST.actualPort(), SECOND.actualPort());
        port = new Gateway(VERTX, ports, ports, ORIGINS)
                .listen("127.0.0.1", 0)
                .await()
                .actualPort();
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void asksTheInstancesByTurnsPassesOverOneThatIsGoneAndSaysWhenAllAre() {
        assertThat(bodies("GET", "/api/users")).contains("first", "second");

        end(FIRST);
        assertThat(bodies("GET", "/api/users")).containsOnly("second");
        Awaitility.await("the connections to the first are given up")
                .untilAsserted(
                        () -> assertThat(bodies("POST", "/api/transactions")).containsOnly("second"));
        assertThat(bodies("GET", "/health")).containsOnly("{\"status\":\"up\"}");

        end(SECOND);
        HttpResponse<String> refused = send("POST", "/api/transactions");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example.com");
        assertThat(send("GET", "/health").body()).isEqualTo("{\"status\":\"down\"}");
        assertThat(send("GET", "/nothing").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://app.example.com");
    }

    private static HttpServer instance(String name) {
        return VERTX.createHttpServer()
                .requestHandler(request ->
                        request.response().end(request.path().equals("/health") ? "{\"status\":\"up\"}" : name))
                .listen(0, "127.0.0.1")
                .await();
    }

    /** At once: to close kindly may wait half a minute for the connections that the gateway keeps. */
    private static void end(HttpServer instance) {
        instance.shutdown(0, TimeUnit.SECONDS).await();
    }

    private List<String> bodies(String method, String path) {
        return IntStream.range(0, 4).mapToObj(_ -> send(method, path).body()).toList();
    }

    private HttpResponse<String> send(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Origin", "https://app.example.com")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError("no answer to " + request, failure);
        }
    }
}
