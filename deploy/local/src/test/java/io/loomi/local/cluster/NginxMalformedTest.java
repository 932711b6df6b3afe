package io.loomi.local.cluster;

import static io.loomi.local.cluster.NginxRun.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Malformed and unsupported requests get a problem with all headers, never one of Nginx's own pages. */
@NeedsNginx
@Slow
class NginxMalformedTest {

    private static final int TIMEOUT_MILLIS = 15_000;
    private static final String HOST = "Host: x\r\n";

    @TempDir
    private static Path folder;

    private static NginxRun nginx;

    @BeforeAll
    static void start() {
        int unusedPort = NginxRun.freePort();
        nginx = NginxRun.plain(folder, List.of(unusedPort), List.of(unusedPort));
    }

    @AfterAll
    static void stop() {
        nginx.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /api/users HTTP/2.0         | Host: x                     | 505 | version-not-supported
            GET /api/users HTTP/1.1         | Accept: x                   | 400 | invalid-request
            GET /api/users HTTP/1.1         | Host: x/y                   | 400 | invalid-request
            G@T /api/users HTTP/1.1         | Host: x                     | 400 | invalid-request
            GET api/users HTTP/1.1          | Host: x                     | 400 | invalid-request
            GET /api/users HTTP/x           | Host: x                     | 400 | invalid-request
            GET /api/users%zz HTTP/1.1      | Host: x                     | 400 | invalid-request
            GET /../etc/passwd HTTP/1.1     | Host: x                     | 400 | invalid-request
            GET /api/users%00 HTTP/1.1      | Host: x                     | 400 | invalid-request
            POST /api/users HTTP/1.1        | Host: x~Content-Length: x   | 400 | invalid-request
            POST /api/users HTTP/1.1        | Host: x~Host: y             | 400 | invalid-request
            POST /api/users HTTP/1.1        | Host: x~Content-Length: 1~Transfer-Encoding: chunked | 400 | invalid-request
            POST /api/users HTTP/1.1        | Host: x~Transfer-Encoding: gzip   | 501 | not-implemented
            POST /api/users HTTP/1.1        | Host: x~Content-Length: 65537     | 413 | body-too-large
            GET /health HTTP/1.1            | Host: x~Content-Length: 65537     | 413 | body-too-large
            TRACE /api/users HTTP/1.1       | Host: x                     | 405 | method-not-allowed
            """)
    void answersAProblem(String line, String headers, int status, String type) throws IOException {
        Answer answer = call(line + "\r\n" + headers.replace("~", "\r\n") + "\r\n\r\n");

        assertIsProblem(answer, status, type);
        assertThat(answer.headers().map().containsKey("allow")).isEqualTo(status == 405);
    }

    @Test
    void answersAProblemForTooLargeHeaders() throws IOException {
        assertIsProblem(
                call("GET /api/users HTTP/1.1\r\n" + HOST + "X-Large: " + "x".repeat(9000) + "\r\n\r\n"),
                400,
                "invalid-request");
    }

    private static Answer call(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", nginx.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return read(socket.getInputStream());
        }
    }

    private static Answer read(InputStream input) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = input.read();
            assertThat(next).as("the end of a head after %s", head).isNotNegative();
            head.write(next);
        }
        List<String> lines =
                Arrays.asList(head.toString(StandardCharsets.ISO_8859_1).split("\r\n"));
        Map<String, List<String>> fields = lines.stream()
                .skip(1)
                .map(line -> line.split(": *", 2))
                .collect(Collectors.groupingBy(
                        field -> field[0], Collectors.mapping(field -> field[1], Collectors.toList())));
        HttpHeaders headers = HttpHeaders.of(fields, (_, _) -> true);
        byte[] body = input.readNBytes(
                (int) headers.firstValueAsLong("Content-Length").orElse(0));
        return new Answer(
                Integer.parseInt(lines.getFirst().split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8));
    }
}
