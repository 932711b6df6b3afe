package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats and the size of request bodies. */
@Slow
class RequestBodyTest {

    private static ServiceBench bench;

    @BeforeAll
    static void start() {
        bench = ServiceBench.start(
                new EchoService(TokenForge.create()),
                Map.of("DATABASE_URL", Backend.shared().createDatabase("bodies")));
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private static ContractClient api() {
        return bench.api();
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        String tooLarge = "{\"text\": \"" + "x".repeat(65 * 1024) + "\"}";

        assertThat(api().post("/api/echo").json(tooLarge)).isProblem(413, "body-too-large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json; charset=latin1",
                "application/json; CHARSET=latin1"
            })
    void refusesOtherMediaTypes(String type) {
        byte[] body = "{\"text\": \"a\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(api().post("/api/echo").body(type, body)).isProblem(415, "unsupported-media-type");
        assertThat(api().post("/api/echo").body("application/json; charset=UTF-8", body))
                .hasStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "deflate", "br", "identity, gzip", "x", "gzip;q=0", "*"})
    void refusesEncodedBodies(String coding) {
        byte[] body = "{\"text\": \"a\"}".getBytes(StandardCharsets.UTF_8);

        Answer refused =
                api().post("/api/echo").header("Content-Encoding", coding).body("application/json", body);

        assertThat(refused).isProblem(415, "unsupported-media-type").hasHeader("Accept-Encoding", "identity");
        Assertions.assertThat(refused.json().getString("detail")).isEqualTo("Send the body without Content-Encoding.");
        assertThat(api().post("/api/form").header("Content-Encoding", coding).form("text=a"))
                .isProblem(415, "unsupported-media-type")
                .hasHeader("Accept-Encoding", "identity");
        assertThat(api().get("/api/fail/none")
                        .header("Content-Encoding", coding)
                        .send())
                .isProblem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", " identity , identity", ""})
    void acceptsTheIdentityCoding(String coding) {
        byte[] body = "{\"text\": \"a\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(api().post("/api/echo").header("Content-Encoding", coding).body("application/json", body))
                .hasStatus(200);
    }

    @Test
    void namesTheExpectedMediaTypeInAHeader() {
        assertThat(api().post("/api/echo").form("text=a")).hasStatus(415).hasHeader("Accept", "application/json");
        assertThat(api().post("/api/form").json("{}"))
                .hasStatus(415)
                .hasHeader("Accept", "application/x-www-form-urlencoded");
    }

    @Test
    void readsAForm() {
        Answer answer = api().post("/api/form").form("text=caf%C3%A9+%26+cr%C3%A8me");

        assertThat(answer).hasStatus(200);
        Assertions.assertThat(answer.json().getString("text")).isEqualTo("café & crème");
        assertThat(api().post("/api/form").form("text=" + "x".repeat(60_000))).hasStatus(200);
        assertThat(api().post("/api/form").form("text=" + "x".repeat(65 * 1024)))
                .isProblem(413, "body-too-large");
    }

    @Test
    void reportsTheViolationsOfAForm() {
        assertThat(api().post("/api/form").form("text=a&text=b"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/text");
        assertThat(api().post("/api/form").form("text=%zz"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#");
        assertThat(api().post("/api/form").form("words=a"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/text", "#/words");
        assertThat(api().post("/api/form?text=a").form("text=b"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/text");
    }

    @Test
    void namesTheExpectedMediaType() {
        Answer jsonForAForm = api().post("/api/form").json("{\"text\": \"a\"}");
        Answer formForJson = api().post("/api/echo").form("text=%zz");
        Answer upload = api().post("/api/echo").body("multipart/form-data", "text".getBytes(StandardCharsets.UTF_8));

        assertThat(jsonForAForm).isProblem(415, "unsupported-media-type");
        Assertions.assertThat(jsonForAForm.json().getString("detail"))
                .isEqualTo("Send the body as application/x-www-form-urlencoded.");
        assertThat(formForJson).isProblem(415, "unsupported-media-type");
        Assertions.assertThat(formForJson.json().getString("detail")).isEqualTo("Send the body as application/json.");
        assertThat(upload).isProblem(415, "unsupported-media-type");
    }

    @Test
    void ignoresABodyWhereNoneIsExpected() {
        assertThat(api().call("GET", "/api/fail/none").form("text=a")).isProblem(404, "not-found");
    }
}
