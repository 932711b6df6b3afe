package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviour that all services have in common. */
@Slow
class ApiServerTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenForge FORGE = TokenForge.create();

    private static ServiceBench bench;

    @BeforeAll
    static void start() {
        bench = ServiceBench.start(
                new EchoService(FORGE), Map.of("DATABASE_URL", Backend.shared().createDatabase("echo")));
    }

    @AfterAll
    static void stop() {
        bench.close();
        VERTX.close().await();
    }

    private static ContractClient api() {
        return bench.api();
    }

    @ParameterizedTest
    @CsvSource({"conflict,409,taken", "stale,412,precondition-failed", "refused,422,too-little", "none,404,not-found"})
    void answersEachFailureWithItsProblem(String how, int status, String type) {
        assertThat(api().get("/api/fail/" + how).send()).isProblem(status, type);
    }

    @Test
    void saysWhenToRetry() {
        assertThat(api().get("/api/fail/down").send())
                .isProblem(503, "unavailable")
                .hasHeader("Retry-After", "1");
    }

    @Test
    void hidesInternalsWhenItFails() {
        Answer answer = api().get("/api/fail/bug").send();

        assertThat(answer).isProblem(500, "internal-error");
        Assertions.assertThat(answer.body()).doesNotContain("SELECT", "io.loomi", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unwritable", "unsendable"})
    void answersWhenAResponseCannotBeWritten(String how) {
        assertThat(api().get("/api/fail/" + how).send()).isProblem(500, "internal-error");
    }

    @Test
    void requiresATokenAndThePermission() {
        UUID id = UUID.randomUUID();

        assertThat(api().get("/api/secret/" + id).send())
                .isProblem(401, "missing-token")
                .hasHeader("WWW-Authenticate", "Bearer realm=\"loomi\"");
        assertThat(api().get("/api/secret/" + id).as("garbage").send())
                .isProblem(401, "invalid-token")
                .hasHeader("WWW-Authenticate", "Bearer realm=\"loomi\", error=\"invalid_token\"");
        assertThat(api().get("/api/secret/" + id).as(FORGE.token(id)).send()).isProblem(403, "missing-permission");
        assertThat(api().get("/api/secret/" + id)
                        .as(FORGE.token(id, "read:secret"))
                        .send())
                .hasStatus(200);
    }

    @Test
    void requiresOneAlternativeInFull() {
        assertThat(shared("read:secret", "read:shared")).hasStatus(200);
        assertThat(shared("admin:shared")).hasStatus(200);
        assertThat(shared("read:secret")).isProblem(403, "missing-permission");
        Answer refused = shared("read:shared", "write:shared");

        assertThat(refused).isProblem(403, "missing-permission");
        Assertions.assertThat(refused.json().getString("detail"))
                .isEqualTo("This needs the permission \"read:secret\" and \"read:shared\", or \"admin:shared\".");
        assertThat(api().get("/api/shared").send()).isProblem(401, "missing-token");
    }

    private static Answer shared(String... permissions) {
        return api().get("/api/shared")
                .as(FORGE.token(UUID.randomUUID(), permissions))
                .send();
    }

    @Test
    void requiresATokenBeforeItChecksTheRequest() {
        assertThat(api().get("/api/secret/not-an-id").send()).isProblem(401, "missing-token");
        assertThat(api().get("/api/secret/not-an-id")
                        .as(FORGE.token(UUID.randomUUID(), "read:secret"))
                        .send())
                .isProblem(400, "invalid-request")
                .hasViolationsAt("path/id");
    }

    @Test
    void countsUnknownMethodsAsOne() {
        api().call("INVENTED1", "/api/echo").send();
        api().call("INVENTED2", "/api/echo").send();

        Assertions.assertThat(api().get("/metrics").send().body())
                .contains("method=\"other\"")
                .doesNotContain("INVENTED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/jsonx",
                "application/json-patch+json",
                "application/json;q=0",
                "*/*, application/json; q=0.0"
            })
    void refusesRangesThatOnlyLookLikeJson(String accept) {
        assertThat(api().post("/api/echo").header("Accept", accept).json("{\"text\": \"a\"}"))
                .isProblem(406, "not-acceptable");
        assertThat(api().post("/api/echo")
                        .header("Accept", "text/html, APPLICATION/JSON;q=0.1")
                        .json("{\"text\": \"a\"}"))
                .hasStatus(200);
    }

    @Test
    void refusesToAnswerInAnythingButJson() {
        assertThat(api().post("/api/echo").header("Accept", "text/html").json("{\"text\": \"a\"}"))
                .isProblem(406, "not-acceptable");
    }

    @Test
    void answersWrongMethodsAndUnknownPaths() {
        assertThat(api().delete("/api/echo").send())
                .isProblem(405, "method-not-allowed")
                .hasHeader("Allow", "OPTIONS, POST");
        assertThat(api().get("/api/nothing").send()).isProblem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/echo", "/api/nothing", "/health/live"})
    void setsTheSecurityHeadersOnEveryAnswer(String path) {
        assertThat(api().get(path).send())
                .hasHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .hasHeader("X-Content-Type-Options", "nosniff")
                .hasHeader("X-Frame-Options", "DENY")
                .hasHeader("Referrer-Policy", "no-referrer")
                .hasHeader("Cache-Control", "no-store");
    }

    @Test
    void echoesACorrelationIdAndReplacesAHostileOne() {
        assertThat(api().get("/api/fail/none")
                        .header("X-Correlation-ID", "mine-1")
                        .send())
                .hasHeader("X-Correlation-ID", "mine-1");
        Answer answer =
                api().get("/api/fail/none").header("X-Correlation-ID", "a b").send();

        Assertions.assertThat(answer.header("X-Correlation-ID")).matches("[0-9a-f]{24}");
        Assertions.assertThat(answer.json().getString("correlationId")).isEqualTo(answer.header("X-Correlation-ID"));
    }

    @Test
    void showsDetailsOfHealthOnlyToAdministrators() {
        String admin = FORGE.token(UUID.randomUUID(), "admin:users");

        assertThat(api().get("/health/live").send()).hasStatus(200);
        assertThat(api().get("/health/ready").send()).hasStatus(200);
        Assertions.assertThat(api().get("/health").send().json().fieldNames()).containsExactly("status");
        Assertions.assertThat(api().get("/health").as(admin).send().json().getJsonObject("checks"))
                .isNotNull();
        Assertions.assertThat(api().get("/health").as("garbage").send().json().fieldNames())
                .containsExactly("status");
    }

    @Test
    void labelsRequestsWithRoutesAndNotWithIds() {
        UUID id = UUID.randomUUID();
        api().get("/api/secret/" + id).send();

        Answer metrics = api().get("/metrics").send();

        Assertions.assertThat(metrics.body())
                .contains(
                        "vertx_http_server_response_time_seconds_bucket",
                        "route=\"/api/secret/:id\"",
                        "jvm_memory_used_bytes")
                .doesNotContain(id.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=99999999-", "bytes=5-2", "bytes=99999999999999999999-"})
    void answersAnInvalidRangeOfAPageWithAProblem(String range) {
        for (String path : List.of("/docs/", "/docs/swagger-ui.css")) {
            assertThat(api().get(path).header("Range", range).send()).isProblem(416, "range-not-satisfiable");
        }
    }

    @Test
    void servesItsContractAndPagesToBrowseIt() {
        Answer page = api().get("/docs/").send();

        Assertions.assertThat(api().get("/openapi.yaml").send().body()).startsWith("openapi: 3.1.0");
        Assertions.assertThat(api().get("/docs/echo.yaml").send().body()).startsWith("openapi: 3.1.0");
        assertThat(api().get("/docs").send()).hasStatus(308).hasHeader("Location", "/docs/");
        assertThat(page).hasStatus(200);
        Assertions.assertThat(page.body()).contains("swagger-ui-bundle.js", "contracts.js");
        Assertions.assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
        assertThat(api().get("/docs/contracts.js").send()).hasStatus(200);
        assertThat(api().get("/docs/swagger-ui-bundle.js").send()).hasStatus(200);
        assertThat(api().get("/docs/nothing.js").send()).isProblem(404, "not-found");
    }
}
