package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.testing.Slow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The production server: TLS 1.2 and 1.3 with HTTP/2. Plain HTTP answers only the health and redirects. */
@NeedsNginx
@Slow
class NginxTlsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    private static Path folder;

    private static Upstream service;
    private static NginxRun nginx;
    private static int tlsPort;

    @BeforeAll
    static void start() throws Exception {
        writeCertificate();
        service = Upstream.answering(VERTX, "ok");
        tlsPort = NginxRun.freePort();
        nginx = NginxRun.start(
                folder.resolve("nginx"),
                "https",
                NginxSettings.plain(NginxRun.freeAddress(), List.of(service.port()), List.of(service.port()))
                        .with("NGINX_TLS_PORT", String.valueOf(tlsPort))
                        .with("SERVER_NAME", "bank.example")
                        .with(
                                "TLS_CERTIFICATE",
                                folder.resolve("certificate.pem").toString())
                        .with("TLS_CERTIFICATE_KEY", folder.resolve("key.pem").toString()));
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        VERTX.close().await();
    }

    @Test
    void usesHttp2OverTls13And12() {
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            assertThat(get("/api/users", protocol)).isEqualTo("HTTP_2 200 ok");
        }
        assertThat(service.seen().getFirst().headers().get("X-Forwarded-Proto")).isEqualTo("https");
        assertThatThrownBy(() -> get("/api/users", "TLSv1.1")).isNotNull();
    }

    @Test
    void sendsHstsOverTls() {
        List<String> headers = call(
                "/nothing",
                "TLSv1.3",
                answer -> Future.succeededFuture(answer.headers().getAll("Strict-Transport-Security")));

        assertThat(headers).containsExactly("max-age=31536000; includeSubDomains");
    }

    @Test
    void redirectsPlainHttpToHttpsAtTheServerName() {
        var answer = nginx.get("/api/users?a=b", "X-Correlation-ID", "plain-1");

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("Location")).contains("https://bank.example/api/users?a=b");
        assertThat(answer.headers().allValues("X-Correlation-ID")).containsExactly("plain-1");
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("Strict-Transport-Security")).isEmpty();
        assertThat(service.seen())
                .noneMatch(seen -> "plain-1".equals(seen.headers().get("X-Correlation-ID")));
    }

    @Test
    void answersHealthOverPlainHttp() {
        var answer = nginx.get("/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(service.seen().getLast().headers().get("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(nginx.get("/health/ready").statusCode()).isEqualTo(308);
    }

    private static String get(String path, String protocol) {
        return call(
                path,
                protocol,
                answer -> answer.body().map(body -> answer.version() + " " + answer.statusCode() + " " + body));
    }

    private static <T> T call(String path, String protocol, Function<HttpClientResponse, Future<T>> read) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setEnabledSecureTransportProtocols(Set.of(protocol));
        HttpClient client = VERTX.createHttpClient(options);
        try {
            return client.request(HttpMethod.GET, tlsPort, "127.0.0.1", path)
                    .compose(request -> request.send())
                    .compose(read)
                    .await();
        } finally {
            client.close().await();
        }
    }

    /** Creates a certificate and its key with keytool, as PEM files. */
    private static void writeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("keys.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "bank",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=bank.example",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        writePem("certificate.pem", "CERTIFICATE", keys.getCertificate("bank").getEncoded());
        writePem("key.pem", "PRIVATE KEY", keys.getKey("bank", PASSWORD).getEncoded());
    }

    private static void writePem(String file, String label, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(file), "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, lines, label));
    }
}
