package io.loomi.local.cluster;

import static io.loomi.local.cluster.NginxRun.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nginx repeats reads at another instance, and never writes: they may have been done although the answer was lost. */
@NeedsNginx
@Slow
class NginxRetryTest {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "PUT", "DELETE"})
    void doesNotRepeatAWriteWhenTheAnswerIsLost(String method) {
        try (Upstream broken = new Upstream(VERTX, NginxRetryTest::closeConnection);
                Upstream other = new Upstream(VERTX, NginxRetryTest::closeConnection);
                NginxRun nginx = inFrontOf(broken.port(), other.port())) {
            assertIsProblem(send(nginx, method, "/api/users/me"), 502, "bad-gateway");
            assertIsProblem(send(nginx, method, "/api/transactions"), 502, "bad-gateway");

            assertThat(paths(broken, other)).containsExactlyInAnyOrder("/api/users/me", "/api/transactions");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void repeatsARead(String method) {
        try (Upstream broken = new Upstream(VERTX, NginxRetryTest::closeConnection);
                Upstream other = new Upstream(VERTX, NginxRetryTest::closeConnection);
                NginxRun nginx = inFrontOf(broken.port(), other.port())) {
            send(nginx, method, "/api/users/me");

            assertThat(paths(broken, other)).containsExactly("/api/users/me", "/api/users/me");
        }
    }

    @Test
    void forwardsWritesUnchanged() {
        try (Upstream service = new Upstream(
                        VERTX,
                        request -> request.body()
                                .onSuccess(body -> request.response()
                                        .setStatusCode(409)
                                        .end(request.method() + " " + request.uri() + " " + body.length())));
                NginxRun nginx = inFrontOf(service.port())) {
            for (String method : List.of("PUT", "DELETE")) {
                for (int length : List.of(0, 2, 60_000)) {
                    HttpResponse<String> answer = nginx.send(nginx.request("/api/users/me?a=%20b")
                            .method(method, BodyPublishers.ofString("x".repeat(length)))
                            .build());

                    assertThat(answer.body()).isEqualTo(method + " /api/users/me?a=%20b " + length);
                    assertThat(answer.statusCode()).isEqualTo(409);
                }
            }
        }
    }

    private NginxRun inFrontOf(Integer... services) {
        return NginxRun.plain(folder, List.of(services), List.of(services));
    }

    private static void closeConnection(HttpServerRequest request) {
        request.body().onComplete(_ -> request.connection().close());
    }

    private static HttpResponse<String> send(NginxRun nginx, String method, String path) {
        BodyPublisher body = method.startsWith("P") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody();
        return nginx.send(nginx.request(path).method(method, body).build());
    }

    private static List<String> paths(Upstream... services) {
        return Stream.of(services)
                .flatMap(service -> service.seen().stream())
                .map(Upstream.Seen::uri)
                .toList();
    }
}
