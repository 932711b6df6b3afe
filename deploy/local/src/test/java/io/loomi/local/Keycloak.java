package io.loomi.local;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Runs a real Keycloak from its distribution, on a free port, with our test realm and the JDK of the tests. */
final class Keycloak implements AutoCloseable {

    private static final Path HOME = Path.of("target/keycloak").toAbsolutePath();
    private static final Path OUTPUT = Path.of("target/keycloak.log").toAbsolutePath();
    private static final String REALM = "/realms/loomi-test";

    /** The first start builds Keycloak and its database: half a minute on two idle cores. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI base;

    private Keycloak(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    static Keycloak start() {
        try {
            Path imports = Files.createDirectories(HOME.resolve("data/import"));
            try (var realm = Keycloak.class.getResourceAsStream("/keycloak-realm.json")) {
                Files.copy(
                        Objects.requireNonNull(realm),
                        imports.resolve("loomi-test-realm.json"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            int port = freePort();
            Keycloak keycloak = new Keycloak(process(port), URI.create("http://127.0.0.1:" + port));
            keycloak.awaitReady();
            return keycloak;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Process process(int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/sh",
                HOME.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--import-realm");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx384m");
        return builder.redirectErrorStream(true).redirectOutput(OUTPUT.toFile()).start();
    }

    private void awaitReady() {
        try {
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new AssertionError("Keycloak ended: see " + OUTPUT);
                        }
                        return get(REALM + "/.well-known/openid-configuration").statusCode() == 200;
                    });
        } catch (RuntimeException | AssertionError late) {
            close();
            throw new AssertionError("Keycloak did not start: see " + OUTPUT, late);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    String issuer() {
        return base + REALM;
    }

    /** Signs a user in at a client of Keycloak and returns its answer: {@code access_token}, {@code id_token} and more. */
    JsonObject signIn(String client, String username, String password) {
        String form = Map.of(
                        "grant_type", "password",
                        "scope", "openid",
                        "client_id", client,
                        "username", username,
                        "password", password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(base.resolve(REALM + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            return new JsonObject(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError("Keycloak does not answer", failure);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Stops the start script and its Java process. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
