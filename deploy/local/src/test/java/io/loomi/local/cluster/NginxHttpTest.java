package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.local.RawClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nginx passes the main checks of GatewayHttpTest and GatewayEarlyAnswersTest, as the gateway replaces it. */
@NeedsNginx
@Slow
class NginxHttpTest {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path folder;

    private static Upstream service;
    private static NginxRun nginx;

    @BeforeAll
    static void start() {
        service = new Upstream(VERTX, NginxHttpTest::answer);
        nginx = NginxRun.plain(folder, List.of(service.port()), List.of(service.port()));
    }

    @AfterAll
    static void stop() {
        nginx.close();
        VERTX.close().await();
    }

    private static void answer(HttpServerRequest request) {
        if (request.path().equals("/api/users/early")) {
            request.response().setStatusCode(401).end("early");
        } else if (request.method() == HttpMethod.HEAD) {
            request.response().putHeader("Content-Length", "1234").end();
        } else if (request.method() == HttpMethod.OPTIONS) {
            request.response()
                    .setStatusCode(204)
                    .putHeader("Allow", "GET, HEAD")
                    .end();
        } else {
            request.body().onSuccess(body -> request.response().end("{\"status\":\"up\"}"));
        }
    }

    @Test
    void answersHeadAsGetWithoutABody() throws IOException {
        for (String path : List.of("/health", "/nothing")) {
            RawClient.Head got = call("GET " + path, "");
            assertThat(got.code()).isEqualTo(path.equals("/health") ? 200 : 404);

            RawClient.Head head = call("HEAD " + path, "");
            assertThat(head.code()).isEqualTo(got.code());
            assertThat(head.all("Content-Length")).isEqualTo(got.all("Content-Length"));
        }
        assertThat(call("POST /health", "Content-Length: 0\r\n").code()).isEqualTo(405);
    }

    @Test
    void passesHeadAndOptionsThrough() throws IOException {
        assertThat(call("HEAD /api/users", "").all("Content-Length")).containsExactly("1234");
        RawClient.Head options = call("OPTIONS /api/users", "");
        assertThat(options.code()).isEqualTo(204);
        assertThat(options.all("Allow")).containsExactly("GET, HEAD");
    }

    @Test
    void ignoresUpgrade() throws IOException {
        RawClient.Head head = call("GET /api/users", "Connection: Upgrade\r\nUpgrade: websocket\r\n");
        assertThat(head.code()).isEqualTo(200);
        assertThat(service.seen().getLast().headers().names()).doesNotContain("Upgrade");
    }

    @Test
    void sends100ContinueAndRemovesTheExpectHeader() throws IOException {
        try (RawClient client = new RawClient(nginx.port())) {
            client.write("POST /api/users HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.head().code()).isEqualTo(100);

            assertThat(client.write("body").head().code()).isEqualTo(200);
            assertThat(service.seen().getLast().headers().names()).doesNotContain("Expect");
        }
    }

    @Test
    void passesOnAnAnswerBeforeTheEndOfTheBody() throws IOException {
        try (RawClient client = new RawClient(nginx.port())) {
            client.write("POST /api/users/early HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");

            assertThat(client.head().code()).isEqualTo(401);
        }
    }

    @Test
    void acceptsRequestLinesOf8KiB() throws IOException {
        assertThat(call("GET /api/users?q=" + "x".repeat(8100), "").code()).isEqualTo(200);
        assertThat(call("GET /api/users?q=" + "x".repeat(8192), "").code()).isEqualTo(414);
    }

    private static RawClient.Head call(String methodAndPath, String headers) throws IOException {
        try (RawClient client = new RawClient(nginx.port())) {
            return client.write(methodAndPath + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
                    .head();
        }
    }
}
