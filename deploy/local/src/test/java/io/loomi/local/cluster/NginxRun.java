package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.SecurityHeaderCheck;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real Nginx with our configuration, and its client. */
final class NginxRun implements AutoCloseable {

    static final Optional<Path> PROGRAM = Nginx.find(System.getenv().getOrDefault("PATH", ""));

    private static final Path SOURCE = Path.of("../nginx").toAbsolutePath();

    private final AutoCloseable nginx;
    private final Path folder;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private NginxRun(AutoCloseable nginx, Path folder, int port) {
        this.nginx = nginx;
        this.folder = folder;
        this.port = port;
    }

    static NginxRun plain(Path folder, List<Integer> customers, List<Integer> transactions) {
        return start(folder, "http", NginxSettings.plain(freeAddress(), customers, transactions));
    }

    /** An Nginx in this folder that the caller started and will stop. */
    static NginxRun of(Path folder, int port) {
        return new NginxRun(() -> {}, folder, port);
    }

    static NginxRun start(Path folder, String scheme, NginxSettings settings) {
        return start(folder, List.of(scheme), settings);
    }

    static NginxRun start(Path folder, List<String> servers, NginxSettings settings) {
        Path program = PROGRAM.orElseThrow(() -> new AssertionError("Nginx is not installed: install it."));
        try {
            Nginx nginx = Nginx.start(program, SOURCE, servers, settings, folder);
            String listen = settings.values().get("NGINX_PORT");
            return new NginxRun(nginx, folder, Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A free loopback address. */
    static String freeAddress() {
        return "127.0.0.1:" + freePort();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return port;
    }

    /** A request with headers, given as alternating names and values. */
    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).build());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> send(HttpRequest request) {
        return send(http, request);
    }

    /** A GET from another address of this machine, such as 127.0.0.2. */
    HttpResponse<String> getFrom(String address, String path, String... headers) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.ofLiteral(address))
                .build()) {
            return send(client, request(path, headers).build());
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError("no answer to " + request, failure);
        }
    }

    /** The lines of the access log. */
    List<JsonObject> accesses() {
        try (var lines = Files.lines(folder.resolve("nginx.log"))) {
            return lines.filter(line -> line.startsWith("{"))
                    .map(JsonObject::new)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Asserts a problem from Nginx itself, with the same headers as those of the services. */
    static void assertIsProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as("status of %s", answer.uri()).isEqualTo(status);
        assertIsProblem(new Answer(status, answer.headers(), answer.body()), status, type);
    }

    static void assertIsProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as("status of %s", answer.body()).isEqualTo(status);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("type")).isEqualTo("urn:loomi:problem:" + type);
        assertThat(answer.headers().allValues("X-Correlation-ID")).containsExactly(problem.getString("correlationId"));
        SecurityHeaderCheck.checkBehindNginx(answer);
    }

    @Override
    public void close() {
        try {
            nginx.close();
        } catch (Exception failure) {
            throw new AssertionError("Nginx did not stop", failure);
        }
    }
}
