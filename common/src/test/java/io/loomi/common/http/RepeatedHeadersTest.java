package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.RawAnswers;
import io.loomi.common.testing.SecurityHeaderCheck;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A repeated single-value header is refused, or treated as missing. */
@Slow
class RepeatedHeadersTest {

    private static final TokenForge FORGE = TokenForge.create();
    private static final String HOST = "Host: loomi.example\r\n";

    private static ServiceBench bench;

    @BeforeAll
    static void start() {
        bench = ServiceBench.start(
                new EchoService(FORGE), Map.of("DATABASE_URL", Backend.shared().createDatabase("repeated")));
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void refusesTwoHosts() {
        for (String second : new String[] {HOST, "Host: other.example\r\n"}) {
            Answer answer = send("GET /health", HOST + second, "");

            assertThat(answer).isProblem(400, "invalid-request").hasViolationsAt("header/Host");
            SecurityHeaderCheck.check(answer);
        }
    }

    @Test
    void treatsTwoTokensAsNone() {
        String good = "Authorization: Bearer " + FORGE.token(UUID.randomUUID(), "read:secret") + "\r\n";

        assertThat(send("GET /api/secret/" + UUID.randomUUID(), HOST + good, ""))
                .hasStatus(200);
        assertThat(send("GET /api/secret/" + UUID.randomUUID(), HOST + good + good, ""))
                .isProblem(401, "missing-token");
    }

    @Test
    void replacesTwoCorrelationIdsWithANewOne() {
        Answer answer = send("GET /health", HOST + "X-Correlation-ID: a\r\nX-Correlation-ID: b\r\n", "");

        assertThat(answer.headers().allValues("X-Correlation-ID")).hasSize(1);
        assertThat(answer.header("X-Correlation-ID")).matches("[0-9a-f]{24}");
    }

    @Test
    void refusesTwoContentTypes() {
        String json = "Content-Type: application/json\r\n";

        assertThat(echo(json)).hasStatus(200);
        assertThat(echo(json + "Content-Type: text/plain\r\n")).isProblem(415, "unsupported-media-type");
        assertThat(echo(json + json)).isProblem(415, "unsupported-media-type");
    }

    @Test
    void readsTwoLinesOfAcceptAsOneList() {
        String json = "Content-Type: application/json\r\n";

        assertThat(echo(json + "Accept: text/html\r\nAccept: application/json\r\n"))
                .hasStatus(200);
        assertThat(echo(json + "Accept: text/html\r\nAccept: text/plain\r\n")).isProblem(406, "not-acceptable");
    }

    private static Answer echo(String headers) {
        return send("POST /api/echo", HOST + "Content-Length: 13\r\n" + headers, "{\"text\": \"a\"}");
    }

    private static Answer send(String methodAndPath, String headers, String body) {
        return RawAnswers.answer(
                bench.base(), methodAndPath + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n" + body);
    }
}
