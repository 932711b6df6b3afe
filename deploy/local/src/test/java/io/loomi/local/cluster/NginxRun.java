package io.loomi.local.cluster;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The real Nginx with our configuration, and a client for it. */
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
        return start(folder, "http", NginxSettings.plain(freePort(), customers, transactions));
    }

    /** One that somebody else has started in this folder, and will stop. */
    static NginxRun of(Path folder, int port) {
        return new NginxRun(() -> {}, folder, port);
    }

    static NginxRun start(Path folder, String scheme, NginxSettings settings) {
        Path program = PROGRAM.orElseThrow(() -> new AssertionError("There is no nginx: install it."));
        try {
            Nginx nginx = Nginx.start(program, SOURCE, scheme, settings, folder);
            return new NginxRun(
                    nginx, folder, Integer.parseInt(settings.values().get("NGINX_PORT")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
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

    /** A request with headers, as names and values by turns. */
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
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
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

    @Override
    public void close() {
        try {
            nginx.close();
        } catch (Exception failure) {
            throw new AssertionError("Nginx did not stop", failure);
        }
    }
}
