package io.loomi.common.middlewares;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies of at most ten bytes, sent to a real server. */
class BodyReaderTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient HTTP = VERTX.createHttpClient();
    private static final WebClient WEB = WebClient.wrap(HTTP);
    private static final List<Integer> FAILURES = new CopyOnWriteArrayList<>();

    private static HttpServer server;

    @BeforeAll
    static void listen() {
        Router router = Router.router(VERTX);
        router.route().handler(new BodyReader(VERTX, 10, 10, Duration.ofMinutes(1)));
        router.route()
                .handler(context -> context.end(BodyReader.bodyOf(context).length() + " "
                        + BodyReader.takeBodyOf(context) + BodyReader.bodyOf(context)));
        router.route().failureHandler(context -> {
            FAILURES.add(context.statusCode());
            context.response().setStatusCode(context.statusCode()).end();
        });
        server = VERTX.createHttpServer().requestHandler(router).listen(0).await();
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void readsABodyWithinTheLimit() {
        assertThat(send("0123456789").bodyAsString()).isEqualTo("10 0123456789");
        assertThat(send("").bodyAsString()).isEqualTo("0 ");
    }

    @Test
    void doesNotDecodeAForm() {
        assertThat(WEB.post(server.actualPort(), "127.0.0.1", "/")
                        .putHeader("Content-Type", "application/x-www-form-urlencoded")
                        .sendBuffer(Buffer.buffer("a=%zz"))
                        .await()
                        .bodyAsString())
                .isEqualTo("5 a=%zz");
    }

    @Test
    void refusesAContentLengthAboveTheLimit() {
        assertThat(send("0123456789x").statusCode()).isEqualTo(413);
    }

    @Test
    void refusesAChunkedBodyAboveTheLimit() {
        HttpClientRequest request = request().setChunked(true);
        for (int i = 0; i < 5; i++) {
            request.write("012");
        }

        request.end();

        assertThat(request.response().await().statusCode()).isEqualTo(413);
    }

    @Test
    void refusesAnUnknownExpectation() {
        assertThat(WEB.post(server.actualPort(), "127.0.0.1", "/")
                        .putHeader("Expect", "a-miracle")
                        .sendBuffer(Buffer.buffer("a"))
                        .await()
                        .statusCode())
                .isEqualTo(417);
    }

    @Test
    void failsWith400WhenTheClientHangsUp() {
        HttpClientRequest request = request().setChunked(true);
        request.write("012").await();

        request.connection().close();

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> FAILURES.contains(400));
    }

    private static HttpResponse<Buffer> send(String body) {
        return WEB.post(server.actualPort(), "127.0.0.1", "/")
                .sendBuffer(Buffer.buffer(body))
                .await();
    }

    private static HttpClientRequest request() {
        return HTTP.request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
                .await();
    }
}
