package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.EmptyBuckets;
import io.loomi.common.testing.RawAnswers;
import io.loomi.common.testing.SecurityHeaderCheck;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HEAD and OPTIONS, which every resource supports although the contract does not mention them. */
@Slow
class HeadAndOptionsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenForge FORGE = TokenForge.create();
    private static final String TOKEN = FORGE.token(UUID.randomUUID(), "read:secret", "admin:users");

    /** Headers that differ from one answer to the next. */
    private static final List<String> VARYING = List.of("date", "traceresponse", "ratelimit", "retry-after");

    private static ServiceBench bench;

    @BeforeAll
    static void start() {
        bench = ServiceBench.start(
                new EchoService(FORGE),
                Map.of("DATABASE_URL", Backend.shared().createDatabase("headed"), "RATE_LIMIT", "on"));
    }

    @AfterAll
    static void stop() {
        bench.close();
        VERTX.close().await();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/health/live",
                "/health/ready",
                "/openapi.yaml",
                "/docs",
                "/docs/",
                "/docs/echo.yaml",
                "/docs/contracts.js",
                "/docs/swagger-ui.css",
                "/docs/nothing.js",
                "/loggers",
                "/nothing",
                "/api/echo",
                "/api/fail/none",
                "/api/fail/down",
                "/api/fail/none?x=1",
                "/api/fail/none?x=%",
                "/api/secret/0198c0de-0000-7000-8000-000000000000",
                "/api/secret/7"
            })
    void answersHeadLikeGetWithoutABody(String path) {
        for (String authorization : List.of("", "Authorization: Bearer " + TOKEN + "\r\n")) {
            Answer head = send("HEAD", path, authorization);
            Answer get = send("GET", path, authorization);

            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.body()).isEmpty();
            assertThat(headersOf(head)).isEqualTo(headersOf(get));
        }
    }

    @Test
    void answersHeadOfMetrics() {
        Answer head = send("HEAD", "/metrics", "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(Integer.parseInt(head.header("Content-Length"))).isPositive();
    }

    @Test
    void limitsHeadLikeGet() {
        UUID id = UUID.randomUUID();
        EmptyBuckets.of(VERTX, "echo", "user", id.toString());
        String authorization = "Authorization: Bearer " + FORGE.token(id, "read:secret") + "\r\n";

        Answer refused = EmptyBuckets.refusalOf(() -> send("HEAD", "/api/secret/" + id, authorization));

        assertThat(refused.body()).isEmpty();
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"user\";q=600;w=60");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/echo                                        | OPTIONS, POST",
                "/api/secret/7                                    | GET, HEAD, OPTIONS",
                "/api/secret/7/                                   | GET, HEAD, OPTIONS",
                "/health                                          | GET, HEAD, OPTIONS",
                "/metrics                                         | GET, HEAD, OPTIONS",
                "/openapi.yaml                                    | GET, HEAD, OPTIONS",
                "/docs                                            | GET, HEAD, OPTIONS",
                "/docs/                                           | GET, HEAD, OPTIONS",
                "/loggers                                         | GET, HEAD, OPTIONS",
                "/loggers/io.loomi                                | OPTIONS, PUT"
            })
    void namesTheMethodsOfAPath(String path, String methods) {
        Answer options = send("OPTIONS", path, "Origin: https://app.example.com\r\n");
        Answer refused = send("PROPFIND", path, "");

        assertThat(options).hasStatus(204).hasHeader("Allow", methods);
        assertThat(options.body()).isEmpty();
        SecurityHeaderCheck.check(options);
        assertThat(options.header("RateLimit-Policy")).isEqualTo("\"address\";q=600;w=60");
        assertThat(refused).isProblem(405, "method-not-allowed").hasHeader("Allow", methods);
    }

    @Test
    void namesTheMethodsOfTheServiceAsAWhole() {
        assertThat(send("OPTIONS", "*", "")).hasStatus(204).hasHeader("Allow", "GET, HEAD, OPTIONS, POST");
        assertThat(send("HEAD", "*", "").status()).isEqualTo(400);
    }

    @Test
    void answersOptionsOfAnUnknownPathWith404() {
        assertThat(send("OPTIONS", "/nothing", "")).isProblem(404, "not-found");
    }

    private static Map<String, List<String>> headersOf(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers().map());
        VARYING.forEach(headers::remove);
        return headers;
    }

    private static Answer send(String method, String path, String headers) {
        long random = UUID.randomUUID().getMostSignificantBits();
        return RawAnswers.answer(
                bench.base(),
                method + " " + path + " HTTP/1.1\r\nHost: loomi.example\r\n" + headers
                        + "X-Correlation-ID: head-1\r\nX-Forwarded-For: 10.%d.%d.%d\r\nConnection: close\r\n\r\n"
                                .formatted(random & 0xff, random >> 8 & 0xff, random >> 16 & 0xff));
    }
}
