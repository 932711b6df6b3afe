package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.EmptyBuckets;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which web pages may use the API from a browser. */
@Slow
class CrossOriginTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenForge FORGE = TokenForge.create();
    private static final String APP = "https://app.example.com";

    private static ServiceBench bench;

    @BeforeAll
    static void start() {
        bench = ServiceBench.start(
                new EchoService(FORGE),
                Map.of(
                        "DATABASE_URL",
                        Backend.shared().createDatabase("crossed"),
                        "CORS_ORIGINS",
                        APP + ", http://localhost:5173",
                        "RATE_LIMIT",
                        "on"));
    }

    @AfterAll
    static void stop() {
        bench.close();
        VERTX.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {APP, "http://localhost:5173"})
    void allowsAPreflightWithoutAToken(String origin) {
        Answer answer = preflight(origin, "198.51.100.30");

        assertThat(answer)
                .hasStatus(204)
                .hasHeader("Access-Control-Allow-Origin", origin)
                .hasHeader("Vary", "Origin")
                .hasHeader("Access-Control-Max-Age", "7200")
                .hasHeader("X-Content-Type-Options", "nosniff");
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH", "DELETE", "PUT", "POST", "GET");
        assertThat(answer.header("Access-Control-Allow-Headers"))
                .contains(
                        "Authorization",
                        "Content-Type",
                        "Idempotency-Key",
                        "If-Match",
                        "X-Correlation-ID",
                        "traceparent");
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com.evil.example",
                "https://evil-app.example.com",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://APP.example.com",
                "null",
                "*"
            })
    void setsNoHeadersForOtherOrigins(String origin) {
        Answer preflight = preflight(origin, "198.51.100.31");
        Answer answer = fail(origin);

        assertThat(preflight).hasStatus(204).hasHeader("Vary", "Origin");
        assertThat(preflight.headers().map())
                .doesNotContainKeys("access-control-allow-origin", "access-control-allow-methods");
        assertThat(answer).isProblem(404, "not-found").hasHeader("Vary", "Origin");
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void allowsAPageToReadProblemsAndTheirHeaders() {
        Answer refused = bench.api()
                .get("/api/secret/" + UUID.randomUUID())
                .header("Origin", APP)
                .send();

        assertThat(refused)
                .isProblem(401, "missing-token")
                .hasHeader("Access-Control-Allow-Origin", APP)
                .hasHeader("Vary", "Origin");
        assertThat(refused.header("Access-Control-Expose-Headers"))
                .contains(
                        "Location",
                        "ETag",
                        "X-Correlation-ID",
                        "Idempotency-Replayed",
                        "RateLimit",
                        "RateLimit-Policy",
                        "Retry-After");
        assertThat(fail(APP)).isProblem(404, "not-found").hasHeader("Access-Control-Allow-Origin", APP);
    }

    @Test
    void limitsPreflightsByAddress() {
        assertThat(preflight(APP, "198.51.100.32")).hasHeader("RateLimit-Policy", "\"address\";q=600;w=60");

        EmptyBuckets.of(VERTX, "echo", "address", "198.51.100.33");

        assertThat(EmptyBuckets.refusalOf(() -> preflight(APP, "198.51.100.33")))
                .isProblem(429, "rate-limited")
                .hasHeader("Access-Control-Allow-Origin", APP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://*.example.com",
                "app.example.com",
                "https://app.example.com/",
                "https://app.example.com/app",
                "https://app.example.com:443",
                "https://App.example.com",
                "https://user@app.example.com",
                "ftp://app.example.com",
                "null",
                "https://app.example.com,,https://b.example.com"
            })
    void refusesToStartWithAnInvalidOrigin(String text) {
        assertThatThrownBy(() -> new Settings(Map.of("CORS_ORIGINS", text)).find(CorsOrigins.SETTING))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("but must be exact origins separated by commas");
    }

    private static Answer preflight(String origin, String address) {
        return bench.api()
                .call("OPTIONS", "/api/secret/" + UUID.randomUUID())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .header("X-Forwarded-For", address)
                .send();
    }

    private static Answer fail(String origin) {
        return bench.api().get("/api/fail/none").header("Origin", origin).send();
    }
}
