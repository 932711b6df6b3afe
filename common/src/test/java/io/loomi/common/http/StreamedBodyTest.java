package io.loomi.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A body that is sent piece by piece, as a client sees it over a real connection. */
class StreamedBodyTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final WebClient WEB = WebClient.create(VERTX);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Future<Buffer> FAILURE = Future.failedFuture("cannot be made");

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void sendsOnePieceAfterTheOther() {
        Pieces pieces = new Pieces(piece("a"), piece("b"));

        HttpResponse<Buffer> answer = read(pieces);

        assertThat(answer.bodyAsString()).isEqualTo("ab");
        assertThat(answer.getHeader("Content-Disposition")).isEqualTo("attachment");
        Awaitility.await().until(() -> pieces.closed == 1);
    }

    @Test
    void producesNoPieceForHead() {
        Pieces pieces = new Pieces(piece("a"), piece("b"));

        HttpResponse<Buffer> answer = read(HttpMethod.HEAD, pieces);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("Content-Disposition")).isEqualTo("attachment");
        assertThat(answer.getHeader("Content-Type")).isEqualTo("text/csv");
        assertThat(answer.body()).isNull();
        assertThat(pieces.pieces).hasSize(2);
        Awaitility.await().until(() -> pieces.closed == 1);
    }

    @Test
    void omitsTheHeadersOfABodyThatCouldNotBegin() {
        Pieces pieces = new Pieces(FAILURE);

        HttpResponse<Buffer> answer = read(pieces);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().names()).doesNotContain("Content-Disposition", "Content-Type");
        Awaitility.await().until(() -> pieces.closed == 1);
    }

    @Test
    void closesTheConnectionWhenAPieceFails() {
        Pieces pieces = new Pieces(piece("a"), FAILURE);

        assertThatThrownBy(() -> read(pieces)).hasMessageContaining("closed");
        Awaitility.await().until(() -> pieces.closed == 1);
    }

    @Test
    void closesTheConnectionWhenAPieceThrows() {
        Pieces pieces = new Pieces(VERTX.timer(20).map(Buffer.buffer("a"))) {
            @Override
            public Future<Optional<Buffer>> next() {
                if (isExhausted()) {
                    throw new IllegalStateException("thrown");
                }
                return super.next();
            }
        };

        assertThatThrownBy(() -> read(pieces)).hasMessageContaining("closed");
    }

    private static Future<Buffer> piece(String text) {
        return Future.succeededFuture(Buffer.buffer(text));
    }

    private static HttpResponse<Buffer> read(Pieces pieces) {
        return read(HttpMethod.GET, pieces);
    }

    private static HttpResponse<Buffer> read(HttpMethod method, Pieces pieces) {
        Router router = Router.router(VERTX);
        router.route()
                .handler(context -> ApiResponse.streamed("text/csv", pieces)
                        .header("Content-Disposition", "attachment")
                        .send(context))
                .failureHandler(context -> {
                    if (context.response().headWritten()) {
                        context.response().reset();
                    } else {
                        context.response().setStatusCode(500).end();
                    }
                });
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
        try {
            return WEB.request(method, server.actualPort(), "127.0.0.1", "/")
                    .timeout(TIMEOUT.toMillis())
                    .send()
                    .await();
        } finally {
            server.close().await();
        }
    }

    private static class Pieces implements BodyStream {
        private final Queue<Future<Buffer>> pieces;
        private volatile int closed;

        @SafeVarargs
        private Pieces(Future<Buffer>... pieces) {
            this.pieces = new ArrayDeque<>(List.of(pieces));
        }

        boolean isExhausted() {
            return pieces.isEmpty();
        }

        @Override
        public Future<Optional<Buffer>> next() {
            Future<Buffer> piece = pieces.poll();
            return piece == null ? Future.succeededFuture(Optional.empty()) : piece.map(Optional::of);
        }

        @Override
        public void close() {
            closed = closed + 1;
        }
    }
}
