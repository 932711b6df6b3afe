package io.loomi.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A streamed body as a client receives it over a real connection. */
class StreamedBodyTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final WebClient WEB = WebClient.create(VERTX);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: loomi\r\n\r\n";
    private static final Future<Buffer> FAILURE = Future.failedFuture("cannot be made");

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void sendsOnePieceAfterAnother() {
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
    void omitsTheHeadersOfABodyWhoseFirstPieceFails() {
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

    @Test
    void closesTheConnectionWithoutFailureHandlersAfterTheHeadIsSent() {
        Pieces pieces = new Pieces(piece("a"), FAILURE);
        AtomicInteger failuresHandled = new AtomicInteger();

        assertThatThrownBy(() -> read(
                        HttpMethod.GET,
                        context -> ApiResponse.streamed("text/csv", pieces).send(context),
                        _ -> failuresHandled.incrementAndGet()))
                .hasMessageContaining("closed");
        Awaitility.await().until(() -> pieces.closed == 1);
        assertThat(failuresHandled).hasValue(0);
    }

    @Test
    void disconnectsAReaderThatTakesTooLongForAPiece() {
        Endless pieces = new Endless();
        int port = serve(context -> new StreamedBody(context, 200, Map.of(), pieces, SHORT, LONG).send());
        NetSocket reader = VERTX.createNetClient(new NetClientOptions().setReceiveBufferSize(4096))
                .connect(port, "127.0.0.1")
                .await();
        reader.handler(_ -> {}).pause();
        long drip = VERTX.setPeriodic(20, _ -> reader.fetch(1));
        reader.write(REQUEST).await();

        Awaitility.await().until(() -> pieces.closed == 1);
        VERTX.cancelTimer(drip);
        reader.resume();
    }

    @Test
    void disconnectsAReaderThatTakesTooLongForTheWholeBody() {
        Endless pieces = new Endless();
        int port = serve(context -> new StreamedBody(context, 200, Map.of(), pieces, LONG, SHORT).send());
        NetSocket reader = VERTX.createNetClient().connect(port, "127.0.0.1").await();
        AtomicBoolean disconnected = new AtomicBoolean();
        reader.closeHandler(_ -> disconnected.set(true)).handler(_ -> {});
        reader.write(REQUEST).await();

        Awaitility.await().until(() -> pieces.closed == 1 && disconnected.get());
    }

    private static Future<Buffer> piece(String text) {
        return Future.succeededFuture(Buffer.buffer(text));
    }

    private static HttpResponse<Buffer> read(Pieces pieces) {
        return read(HttpMethod.GET, pieces);
    }

    private static HttpResponse<Buffer> read(HttpMethod method, Pieces pieces) {
        return read(
                method,
                context -> ApiResponse.streamed("text/csv", pieces)
                        .header("Content-Disposition", "attachment")
                        .send(context),
                context -> context.response().setStatusCode(500).end());
    }

    private static HttpResponse<Buffer> read(
            HttpMethod method, Handler<RoutingContext> handler, Handler<RoutingContext> failureHandler) {
        Router router = Router.router(VERTX);
        router.route().handler(handler).failureHandler(failureHandler);
        return WEB.request(method, serve(router), "127.0.0.1", "/")
                .timeout(TIMEOUT.toMillis())
                .send()
                .await();
    }

    private static int serve(Handler<RoutingContext> handler) {
        Router router = Router.router(VERTX);
        router.route().handler(handler);
        return serve(router);
    }

    private static int serve(Router router) {
        return VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private static final class Endless implements BodyStream {
        private static final Buffer PIECE = Buffer.buffer("x".repeat(64 * 1024));
        private volatile int closed;

        @Override
        public Future<Optional<Buffer>> next() {
            return VERTX.timer(1, TimeUnit.MILLISECONDS).map(Optional.of(PIECE));
        }

        @Override
        public void close() {
            closed = closed + 1;
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
