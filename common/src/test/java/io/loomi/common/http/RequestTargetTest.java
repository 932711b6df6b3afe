package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Malformed and ambiguous request targets are answered with a problem, and not logged as failures. */
@Slow
class RequestTargetTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String HOST = "Host: loomi.example\r\n";
    private static final String FORWARDED = "X-Forwarded-For: ";

    private static ServiceBench bench;

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeAll
    static void start() {
        bench = ServiceBench.start(
                new EchoService(TokenForge.create()),
                Map.of("DATABASE_URL", Backend.shared().createDatabase("targets"), "RATE_LIMIT", "on"));
    }

    @AfterAll
    static void stop() {
        bench.close();
        VERTX.close().await();
    }

    @BeforeEach
    void listen() {
        lines.start();
        root.addAppender(lines);
    }

    @AfterEach
    void assertNoWarningsLogged() {
        root.detachAppender(lines);
        Assertions.assertThat(lines.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x=%",
                "x=%zz",
                "%",
                "x=%1",
                "x=a%2",
                "x=%g0",
                "x=%ff",
                "x=%c0%80",
                "x=%ed%a0%80",
                "x=%f4%90%80%80"
            })
    void refusesAMalformedQueryOnEveryPath(String query) {
        for (String path : List.of(
                "/api/secret/" + UUID.randomUUID(),
                "/api/echo",
                "/api/fail/none",
                "/health",
                "/metrics",
                "/docs/",
                "/openapi.yaml",
                "/api/nothing",
                "/nothing")) {
            assertIsRefused(get(path + "?" + query), "query", path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/secret/%",
                "/api/secret/%zz",
                "/api/fail/%f",
                "/%",
                "/docs/%",
                "/docs/%00",
                "/docs/a%00.js",
                "/docs/%ff",
                "/api/fail/%c0%ae",
                "/api/fail/%ed%a0%80",
                "/api/fail/%00",
                "/nothing%zz?x=1"
            })
    void refusesAMalformedPath(String path) {
        assertIsRefused(get(path), "path", path);
    }

    @Test
    void refusesRawOctetsInATarget() {
        assertIsRefused(get("/api/fail/caf\u00c3\u00a9"), "path", "raw path");
        assertIsRefused(get("/api/fail/none?q=caf\u00c3\u00a9"), "query", "raw query");
    }

    @Test
    void acceptsWellEncodedTargets() {
        assertThat(get("/api/fail/%C3%A9%f0%9f%98%80")).isProblem(404, "not-found");
        assertThat(get("/api/fail/none?q=%C3%A9"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/q");
        assertThat(get("/api/fail/none?")).isProblem(404, "not-found");
        assertThat(get("/health?x=%C3%A9")).hasStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "nothing", "loomi.example:443"})
    void refusesTargetsThatAreNotPaths(String target) {
        Answer answer = get(target);

        assertThat(answer).isProblem(400, "invalid-request");
        SecurityHeaderCheck.check(answer);
        assertIsCounted(answer);
    }

    @Test
    void refusesARequestWithoutAHost() {
        Answer answer = send("GET /health HTTP/1.1\r\n");

        assertThat(answer).isProblem(400, "invalid-request");
        SecurityHeaderCheck.check(answer);
        assertIsCounted(answer);
    }

    @Test
    void countsRefusedRequests() {
        EmptyBuckets.of(VERTX, "echo", "address", "198.51.100.60");

        for (String target : List.of("/api/fail/none?x=%", "/api/fail/%", "*")) {
            assertThat(EmptyBuckets.refusalOf(
                            () -> send("GET " + target + " HTTP/1.1\r\n" + HOST + FORWARDED + "198.51.100.60\r\n")))
                    .isProblem(429, "rate-limited");
        }
    }

    private static void assertIsRefused(Answer answer, String pointer, String description) {
        Assertions.assertThat(answer.status()).as(description).isEqualTo(400);
        assertThat(answer).isProblem(400, "invalid-request").hasViolationsAt(pointer);
        SecurityHeaderCheck.check(answer);
        assertIsCounted(answer);
    }

    private static void assertIsCounted(Answer answer) {
        assertThat(answer).hasHeader("X-Correlation-ID", "target-1");
        Assertions.assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"address\";q=600;w=60");
    }

    /**
     * Uses a new address for each request, because the test sends more requests than the rate limit allows one address.
     */
    private static Answer get(String target) {
        return send("GET " + target + " HTTP/1.1\r\n" + HOST + FORWARDED + freshAddress() + "\r\n");
    }

    private static String freshAddress() {
        long random = UUID.randomUUID().getMostSignificantBits();
        return "10.%d.%d.%d".formatted(random & 0xff, random >> 8 & 0xff, random >> 16 & 0xff);
    }

    private static Answer send(String head) {
        return RawAnswers.answer(bench.base(), head + "X-Correlation-ID: target-1\r\nConnection: close\r\n\r\n");
    }
}
