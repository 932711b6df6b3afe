package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Malformed or ambiguous requests that try to bypass a service's checks. The tests of every service send all of them.
 *
 * @param ownPath a path that answers 200 with a token
 * @param postPath a path that accepts a JSON object with a token
 */
public record HttpAttacks(ServiceBench bench, String ownPath, String postPath, Supplier<String> token) {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3})");

    public Stream<DynamicTest> tests() {
        return Stream.of(headers(), paths(), parameters(), methods(), bodies(), framing())
                .flatMap(named -> named.entrySet().stream())
                .map(attack -> DynamicTest.dynamicTest(attack.getKey(), attack.getValue()::run));
    }

    private Map<String, Runnable> headers() {
        return Map.of(
                "a header with the user's name is not a token",
                () -> List.of("X-User-Id", "X-Forwarded-User", "X-Remote-User", "X-Roles")
                        .forEach(name -> assertThat(
                                        get(ownPath).header(name, "admin").send())
                                .isProblem(401, "missing-token")),
                "a header that names another path does not lead there",
                () -> List.of("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix")
                        .forEach(name -> assertThat(get("/nothing")
                                        .as(token.get())
                                        .header(name, ownPath)
                                        .send())
                                .isProblem(404, "not-found")),
                "a header that names another method does not change it",
                () -> List.of("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method")
                        .forEach(name -> assertThat(get(ownPath)
                                        .as(token.get())
                                        .header(name, "DELETE")
                                        .send())
                                .hasStatus(200)),
                "a header that names another host is not repeated",
                () -> {
                    Answer answer = get("/docs")
                            .header("X-Forwarded-Host", "evil.example")
                            .header("Forwarded", "host=evil.example")
                            .send();
                    assertThat(answer.headers().map().toString() + answer.body())
                            .doesNotContain("evil.example");
                },
                "two tokens are refused",
                () -> {
                    String good = "Authorization: Bearer " + token.get() + "\r\n";
                    String bad = "Authorization: Bearer garbage\r\n";
                    assertThat(statuses(once("GET " + ownPath, good + bad))).containsExactly(401);
                    assertThat(statuses(once("GET " + ownPath, bad + good))).containsExactly(401);
                },
                "a correlation id cannot split a response",
                () -> List.of("a%0d%0aSet-Cookie: x=1", "a\rSet-Cookie: x=1", "a\u0000b")
                        .forEach(id -> assertThat(once("GET " + ownPath, "X-Correlation-ID: " + id + "\r\n"))
                                .startsWith("HTTP/1.1 4")
                                .doesNotContainIgnoringCase("set-cookie")),
                "headers that are too large get a problem",
                () -> assertThat(once("GET " + ownPath, "X-Large: " + "x".repeat(20_000) + "\r\n"))
                        .startsWith("HTTP/1.1 431")
                        .contains("urn:loomi:problem:headers-too-large")
                        .containsIgnoringCase("x-content-type-options: nosniff"));
    }

    private Map<String, Runnable> paths() {
        return Map.of("another spelling of a path needs a token too", () -> {
            String last = ownPath.substring(ownPath.lastIndexOf('/') + 1);
            String parent = ownPath.substring(0, ownPath.lastIndexOf('/'));
            for (String path : List.of(
                    "/" + ownPath,
                    parent + "//" + last,
                    parent + "/./" + last,
                    parent + "/x/../" + last,
                    parent + "/%2e%2e" + parent.substring(parent.lastIndexOf('/')) + "/" + last,
                    parent + "%2f" + last,
                    parent + "%5c" + last,
                    ownPath + ";a=b",
                    ownPath + "/",
                    ownPath + ".",
                    ownPath + "%20",
                    ownPath.toUpperCase(java.util.Locale.ROOT),
                    "http://other.example" + ownPath)) {
                for (String headers : List.of("", "Authorization: Bearer garbage\r\n")) {
                    assertThat(statuses(once("GET " + path, headers)))
                            .as(path)
                            .hasSize(1)
                            .isSubsetOf(401, 404);
                }
            }
            for (String path : List.of(ownPath + "%00", ownPath + "%zz", ownPath + "%c0%af", ownPath + "?x=%")) {
                Answer answer = RawAnswers.answer(bench.base(), request("GET " + path, "Connection: close\r\n", ""));
                assertThat(answer).isProblem(400, "invalid-request");
                SecurityHeaderCheck.check(answer);
            }
        });
    }

    private Map<String, Runnable> parameters() {
        return Map.of("a parameter that is given twice is refused", () -> {
            for (String name : List.of("unknown", "limit")) {
                assertThat(get(ownPath + "?" + name + "=1&" + name + "=2")
                                .as(token.get())
                                .send())
                        .isProblem(400, "invalid-request")
                        .hasViolationsAt("query/" + name);
            }
        });
    }

    private Map<String, Runnable> methods() {
        return Map.of("other methods need a token and echo nothing", () -> {
            Map.of("TRACE", 405, "HEAD", 401, "OPTIONS", 204, "CONNECT", 405, "get", 405, "PROPFIND", 405)
                    .forEach((method, status) -> {
                        String answer = once(method + " " + ownPath, "X-Secret: 4711\r\n");
                        assertThat(statuses(answer)).as(method).containsExactly(status);
                        assertThat(answer).as(method).doesNotContain("4711");
                    });
        });
    }

    private Map<String, Runnable> bodies() {
        return Map.of(
                "deceptive JSON is refused",
                () -> List.of(
                                "{\"type\": \"credit\", \"type\": \"debit\", \"amount\": 1}",
                                "{\"name\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                                "{\"amount\": 1e999999999}",
                                "{\"amount\": " + "9".repeat(10_000) + "}",
                                "{\"__proto__\": {\"admin\": true}}",
                                "[]",
                                "null",
                                "{} {}")
                        .forEach(body -> assertThat(post().json(body)).isProblem(400, "invalid-request")),
                "a body that is not UTF-8 is refused",
                () -> List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE")
                        .forEach(charset -> assertThat(
                                        post().body("application/json", "{}".getBytes(Charset.forName(charset))))
                                .isProblem(400, "invalid-request")
                                .hasViolationsAt("#")),
                "a body with another media type is refused",
                () -> List.of(
                                "text/json",
                                "application/json, text/plain",
                                "application/x-www-form-urlencoded",
                                "multipart/form-data")
                        .forEach(type -> assertThat(post().body(type, new byte[] {'{', '}'}))
                                .isProblem(415, "unsupported-media-type")));
    }

    /**
     * Requests whose end two programs may read differently (request smuggling). The service must run no second request.
     */
    private Map<String, Runnable> framing() {
        String hidden = "0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
        return Map.of(
                "two lengths that differ are refused",
                () -> assertThat(statuses(
                                raw("POST " + postPath, "Content-Length: 2\r\nContent-Length: 40\r\n", "{}" + hidden)))
                        .containsExactly(400),
                "a length with a chunked body closes the connection after the response",
                () -> assertThat(statuses(raw(
                                "POST " + postPath,
                                "Content-Length: " + hidden.length() + "\r\nTransfer-Encoding: chunked\r\n",
                                hidden)))
                        .hasSize(1)
                        .allMatch(status -> status >= 400 && status < 500),
                "a length that is no number is refused",
                () -> assertThat(statuses(raw("POST " + postPath, "Content-Length: +2\r\n", "{}")))
                        .containsExactly(400),
                "a folded or spaced header is refused",
                () -> List.of("X-A: a\r\n b: c\r\n", "Content-Length : 2\r\n")
                        .forEach(header -> assertThat(statuses(once("GET " + ownPath, header)))
                                .hasSize(1)
                                .allMatch(status -> status >= 400 && status < 500)));
    }

    private ContractClient.Call get(String path) {
        return bench.api().get(path);
    }

    private ContractClient.Call post() {
        return bench.api().post(postPath).as(token.get());
    }

    private String raw(String methodAndPath, String headers, String body) {
        return RawAnswers.to(bench.base(), request(methodAndPath, headers, body));
    }

    private String request(String methodAndPath, String headers, String body) {
        return methodAndPath + " HTTP/1.1\r\nHost: " + host(bench.base()) + "\r\n" + headers + "\r\n" + body;
    }

    /** Sends one request, after which the service closes the connection. */
    private String once(String methodAndPath, String headers) {
        return raw(methodAndPath, headers + "Connection: close\r\n", "");
    }

    private static String host(URI base) {
        return base.getHost() + ":" + base.getPort();
    }

    private static List<Integer> statuses(String answer) {
        return STATUS_LINE
                .matcher(answer)
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .toList();
    }
}
