package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway follows HTTP's rules for intermediaries. */
@Slow
class GatewayHttpTest {

    private final BlockingQueue<MultiMap> seen = new LinkedBlockingQueue<>();

    private final Handler<HttpServerRequest> echo = request -> request.body().onSuccess(body -> {
        seen.add(MultiMap.caseInsensitiveMultiMap().addAll(request.headers()));
        request.response()
                .putHeader("Connection", "X-Hop")
                .putHeader("X-Hop", "1")
                .putHeader("Keep-Alive", "timeout=7")
                .putHeader("Proxy-Authenticate", "Basic")
                .putHeader("Upgrade", "h2c")
                .putHeader("X-End", "2")
                .end(answer(request, body));
    });

    /** Answers health checks as the services do. */
    private static Buffer answer(HttpServerRequest request, Buffer body) {
        return request.path().equals("/health")
                ? Buffer.buffer("{\"status\":\"up\"}")
                : Buffer.buffer(request.method() + ":").appendBuffer(body);
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: loomi\r\n"
                + String.join(
                        "", List.of(headers).stream().map(line -> line + "\r\n").toList()) + "\r\n";
    }

    @Test
    void sends100ContinueBeforeTheBody() throws Exception {
        try (TestGateway gateway = TestGateway.inFrontOf(echo);
                RawClient client = gateway.client()) {
            client.write(
                    "POST /api/users HTTP/1.1\r\nHost: loomi\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.head().code()).isEqualTo(100);

            client.write("body");
            RawClient.Head head = client.head();
            assertThat(head.code()).isEqualTo(200);
            assertThat(client.body(head)).isEqualTo("POST:body");
            assertThat(seenHeaders().contains("Expect")).isFalse();
        }
    }

    @Test
    void refusesATooLargeBodyInsteadOf100Continue() throws IOException {
        try (TestGateway gateway = TestGateway.inFrontOf(echo);
                RawClient client = gateway.client()) {
            client.write(
                    "POST /api/users HTTP/1.1\r\nHost: loomi\r\nExpect: 100-continue\r\nContent-Length: 65537\r\n\r\n");

            assertThat(client.head().code()).isEqualTo(413);
        }
    }

    @Test
    void hasTheServicesLimitsOfRequestLinesAndHeaders() throws IOException {
        try (TestGateway gateway = TestGateway.inFrontOf(echo)) {
            assertThat(statusOf(gateway, get("/api/users?q=" + "x".repeat(8100))))
                    .isEqualTo(200);
            assertThat(statusOf(gateway, get("/api/users?q=" + "x".repeat(8192))))
                    .isEqualTo(414);
            assertThat(statusOf(gateway, get("/api/users", "X-Large: " + "x".repeat(8100))))
                    .isEqualTo(200);
            assertThat(statusOf(gateway, get("/api/users", "X-Large: " + "x".repeat(8192))))
                    .isEqualTo(431);
        }
    }

    @ParameterizedTest
    @CsvSource({"websocket", "h2c", "TLS/1.0"})
    void ignoresUpgrade(String protocol) throws Exception {
        try (TestGateway gateway = TestGateway.inFrontOf(echo);
                RawClient client = gateway.client()) {
            client.write(get(
                    "/api/users",
                    "Connection: keep-alive, Upgrade",
                    "Upgrade: " + protocol,
                    "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));

            RawClient.Head head = client.head();
            assertThat(head.code()).isEqualTo(200);
            assertThat(client.body(head)).isEqualTo("GET:");
            assertThat(seenHeaders().names()).doesNotContain("Upgrade", "HTTP2-Settings");
        }
    }

    @Test
    void removesHopByHopHeaders() throws Exception {
        try (TestGateway gateway = TestGateway.inFrontOf(echo);
                RawClient client = gateway.client()) {
            client.write(get(
                    "/api/users",
                    "Connection: x-mine , keep-alive, X-Forwarded-For, content-length",
                    "X-Mine: 1",
                    "Keep-Alive: timeout=5",
                    "TE: trailers",
                    "Proxy-Authorization: Basic x",
                    "Proxy-Connection: keep-alive",
                    "X-Real-IP: 198.51.100.1",
                    "Forwarded: for=198.51.100.1",
                    "X-Forwarded-Host: example.com",
                    "X-Other: 2"));

            RawClient.Head head = client.head();
            MultiMap arrived = seenHeaders();
            assertThat(arrived.names().stream().map(String::toLowerCase).toList())
                    .doesNotContain(
                            "x-mine",
                            "keep-alive",
                            "te",
                            "proxy-authorization",
                            "proxy-connection",
                            "x-real-ip",
                            "forwarded",
                            "x-forwarded-host");
            assertThat(arrived.get("X-Other")).isEqualTo("2");
            assertThat(arrived.get("X-Forwarded-For")).isEqualTo("127.0.0.1");
            assertThat(head.all("X-Hop")).isEmpty();
            assertThat(head.all("Connection")).isEmpty();
            assertThat(head.all("Keep-Alive")).isEmpty();
            assertThat(head.all("Proxy-Authenticate")).isEmpty();
            assertThat(head.all("Upgrade")).isEmpty();
            assertThat(head.all("X-End")).containsExactly("2");
        }
    }

    @ParameterizedTest
    @CsvSource({"/health, 200", "/nothing, 404", "/api/users/lookup, 404"})
    void answersHeadAsGetWithoutABody(String path, int status) throws IOException {
        try (TestGateway gateway = TestGateway.inFrontOf(echo);
                RawClient client = gateway.client()) {
            client.write(get(path));
            RawClient.Head got = client.head();
            assertThat(got.code()).isEqualTo(status);
            client.body(got);

            client.write(get(path).replace("GET", "HEAD"));
            RawClient.Head head = client.head();
            assertThat(head.code()).isEqualTo(status);
            assertThat(head.all("Content-Length")).isNotEmpty().isEqualTo(got.all("Content-Length"));
            assertThat(head.all("Content-Type")).isEqualTo(got.all("Content-Type"));

            client.write(get(path)); // fails if the HEAD answer had a body
            assertThat(client.head().code()).isEqualTo(status);
        }
    }

    @Test
    void passesOnTheContentLengthOfHead() throws Exception {
        Handler<HttpServerRequest> service = request -> {
            if (request.method() == HttpMethod.HEAD) {
                request.response().putHeader("Content-Length", "1234").end();
            } else {
                request.response()
                        .setStatusCode(204)
                        .putHeader("Allow", "GET, HEAD")
                        .end();
            }
        };
        try (TestGateway gateway = TestGateway.inFrontOf(service);
                RawClient client = gateway.client()) {
            client.write(get("/api/users").replace("GET", "HEAD"));
            RawClient.Head head = client.head();
            assertThat(head.code()).isEqualTo(200);
            assertThat(head.all("Content-Length")).containsExactly("1234");

            client.write(get("/api/users").replace("GET", "OPTIONS"));
            RawClient.Head options = client.head();
            assertThat(options.code()).isEqualTo(204);
            assertThat(options.all("Allow")).containsExactly("GET, HEAD");
            assertThat(options.all("Transfer-Encoding")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TRACE /api/users HTTP/1.1 | Accept: x                 | 405 | GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS
            CONNECT /api/users HTTP/1.1 | Accept: x               | 405 | GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS
            POST /health HTTP/1.1     | Content-Length: 0         | 405 | GET, HEAD
            POST /api/users HTTP/1.1  | Transfer-Encoding: gzip   | 400 |
            POST /api/users HTTP/1.1  | Transfer-Encoding: gzip, chunked | 501 |
            POST /api/users HTTP/1.1  | Content-Length: 65537     | 413 |
            GET /health HTTP/1.1      | Content-Length: 65537     | 413 |
            """)
    void refusesAsNginxDoes(String line, String header, int status, String allow) throws IOException {
        try (TestGateway gateway = TestGateway.inFrontOf(echo);
                RawClient client = gateway.client()) {
            client.write(line + "\r\nHost: loomi\r\n" + header + "\r\n\r\n");

            RawClient.Head head = client.head();
            assertThat(head.code()).isEqualTo(status);
            assertThat(head.all("Allow")).isEqualTo(allow == null ? List.of() : List.of(allow));
            assertThat(head.all("Content-Type")).containsExactly("application/problem+json");
            assertThat(client.body(head)).contains("\"status\":" + status);
        }
    }

    private static int statusOf(TestGateway gateway, String request) throws IOException {
        try (RawClient client = gateway.client()) {
            return client.write(request).head().code();
        }
    }

    private MultiMap seenHeaders() throws InterruptedException {
        MultiMap headers = seen.poll(5, TimeUnit.SECONDS);
        assertThat(headers).as("the request has reached the instance").isNotNull();
        return headers;
    }
}
