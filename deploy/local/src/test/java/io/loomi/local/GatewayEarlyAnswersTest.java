package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that end before their request, and connections that close early. */
@Slow
class GatewayEarlyAnswersTest {

    private static final String CHUNKED =
            "POST /api/transactions HTTP/1.1\r\nHost: loomi\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String PIECE = "1000\r\n" + "x".repeat(0x1000) + "\r\n";

    @ParameterizedTest
    @ValueSource(ints = {401, 413, 415, 429})
    void passesOnAnAnswerBeforeTheEndOfTheBody(int status) throws IOException {
        Handler<HttpServerRequest> early =
                request -> request.response().setStatusCode(status).end("early");
        try (TestGateway gateway = TestGateway.inFrontOf(early);
                RawClient client = gateway.client()) {
            client.write(CHUNKED).write(PIECE);

            RawClient.Head head = client.head();
            assertThat(head.code()).isEqualTo(status);
            assertThat(client.body(head)).isEqualTo("early");
            assertThat(head.all("Connection")).containsExactly("close");

            client.write(PIECE).write("0\r\n\r\n");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void passesOnTheAnswerOfAnInstanceThatClosesDuringTheBody() throws IOException {
        Handler<NetSocket> closing = socket -> socket.handler(_ -> {
            socket.handler(_ -> {});
            socket.end(
                    Buffer.buffer("HTTP/1.1 415 Unsupported\r\nConnection: close\r\nContent-Length: 5\r\n\r\nearly"));
        });
        try (TestGateway gateway = TestGateway.inFrontOfRaw(closing)) {
            for (int number = 0; number < 200; number++) {
                try (RawClient client = gateway.client()) {
                    client.write(CHUNKED);
                    for (int piece = 0; piece < 10; piece++) {
                        client.write(PIECE);
                    }
                    RawClient.Head head = client.head();
                    assertThat(head.code()).as("request " + number).isEqualTo(415);
                    assertThat(client.body(head)).isEqualTo("early");
                }
            }
        }
    }

    @Test
    void limitsTheWaitForTheRestOfTheBody() throws IOException {
        try (TestGateway gateway = TestGateway.inFrontOf(
                        request -> request.response().setStatusCode(401).end());
                RawClient client = gateway.client()) {
            client.write(CHUNKED).write(PIECE);
            assertThat(client.head().code()).isEqualTo(401);

            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"/api/transactions, 413", "/health, 405", "/nothing, 404"})
    void refusesATooLargeChunkedBody(String path, int status) throws IOException {
        Handler<HttpServerRequest> reading =
                request -> request.body().onSuccess(_ -> request.response().end());
        try (TestGateway gateway = TestGateway.inFrontOf(reading);
                RawClient client = gateway.client()) {
            client.write(CHUNKED.replace("/api/transactions", path));
            for (int piece = 0; piece < 17; piece++) {
                client.write(PIECE);
            }

            RawClient.Head head = client.head();
            assertThat(head.code()).isEqualTo(status);
            client.body(head);
            assertThat(head.all("Connection")).containsExactly("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void truncatesAnAnswerThatTheInstanceTruncated() throws IOException {
        Handler<HttpServerRequest> breaking = request -> {
            request.response().putHeader("Content-Length", "100").write("part");
            request.connection().close();
        };
        Handler<HttpServerRequest> breakingChunks = request -> {
            request.response().setChunked(true).write("part");
            request.connection().close();
        };
        for (Handler<HttpServerRequest> instance : List.of(breaking, breakingChunks)) {
            try (TestGateway gateway = TestGateway.inFrontOf(instance);
                    RawClient client = gateway.client()) {
                client.write("GET /api/transactions HTTP/1.1\r\nHost: loomi\r\n\r\n");

                assertThat(client.head().code()).isEqualTo(200);
                assertThat(client.rest()).contains("part").doesNotEndWith("0\r\n\r\n");
            }
        }
    }

    @Test
    void reportsAnUnknownOutcomeForAnUnansweredWrite() throws IOException {
        AtomicInteger sent = new AtomicInteger();
        Handler<HttpServerRequest> breaking = request -> {
            sent.incrementAndGet();
            request.connection().close();
        };
        try (TestGateway gateway = TestGateway.inFrontOf(breaking);
                RawClient client = gateway.client()) {
            client.write("POST /api/transactions HTTP/1.1\r\nHost: loomi\r\nContent-Length: 2\r\n\r\n{}");

            RawClient.Head head = client.head();
            assertThat(head.code()).isEqualTo(502);
            assertThat(client.body(head)).contains("urn:loomi:problem:bad-gateway", "same Idempotency-Key");
            assertThat(sent).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void closesTheInstanceConnectionWhenTheClientDisconnects(String method) throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Handler<HttpServerRequest> silent = request -> {
            request.connection().closeHandler(_ -> closed.countDown());
            received.countDown();
        };
        try (TestGateway gateway = TestGateway.inFrontOf(silent)) {
            try (RawClient client = gateway.client()) {
                client.write(method + " /api/transactions HTTP/1.1\r\nHost: loomi\r\n\r\n");
                assertThat(received.await(5, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(closed.await(2, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closesTheInstanceConnectionWhenTheClientDisconnectsDuringTheBody() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Handler<HttpServerRequest> reading = request -> {
            request.connection().closeHandler(_ -> closed.countDown());
            request.handler(_ -> received.countDown());
        };
        try (TestGateway gateway = TestGateway.inFrontOf(reading)) {
            try (RawClient client = gateway.client()) {
                client.write(CHUNKED).write(PIECE);
                assertThat(received.await(5, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(closed.await(2, TimeUnit.SECONDS)).isTrue();
        }
    }
}
