package io.loomi.common.tls;

import static io.loomi.common.testing.TestCertificates.certificate;
import static io.loomi.common.testing.TestCertificates.trusting;
import static io.loomi.common.testing.TestCertificates.writeCertificate;
import static io.loomi.common.testing.TestCertificates.writeKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.resilience.ServiceClient;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TestCertificates;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that uses TLS itself. */
@Slow
class TlsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenForge FORGE = TokenForge.create();

    @TempDir
    private static Path folder;

    private static KeyStore first;
    private static KeyStore second;
    private static KeyStore third;
    private static ServiceBench bench;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        first = TestCertificates.create(folder, "first");
        second = TestCertificates.create(folder, "second");
        third = TestCertificates.create(folder, "third");
        install(first);
        bench = ServiceBench.start(
                new EchoService(FORGE),
                Map.of(
                        "DATABASE_URL",
                        Backend.shared().createDatabase("secured"),
                        "TLS_CERTIFICATE",
                        file("certificate").toString(),
                        "TLS_PRIVATE_KEY",
                        file("key").toString()));
        port = bench.base().getPort();
    }

    @AfterAll
    static void stop() {
        bench.close();
        VERTX.close().await();
    }

    @Test
    void answersOverHttp2AndHttp1() throws Exception {
        HttpResponse<String> second = get(client(), "/health/ready");
        HttpResponse<String> first = get(
                HttpClient.newBuilder()
                        .sslContext(trustingAll())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                "/health/ready");

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(second.headers().firstValue("Strict-Transport-Security"))
                .contains("max-age=31536000; includeSubDomains");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void tellsAdministratorsWhenTheCertificateEnds() throws Exception {
        String admin = FORGE.token(UUID.randomUUID(), "admin:users");
        HttpRequest health = HttpRequest.newBuilder(uri("/health"))
                .header("Authorization", "Bearer " + admin)
                .build();
        HttpResponse<String> report = client().send(health, HttpResponse.BodyHandlers.ofString());
        assertThat(report.body()).contains("\"daysLeft\":29");
        assertThat(get(client(), "/health").body()).isEqualTo("{\"status\":\"up\"}");
        Instant ends = Instant.parse(report.body().replaceAll(".*\"ends\":\"([^\"]+)\".*", "$1"));
        assertThat(get(client(), "/metrics").body())
                .contains("expiry_timestamp_seconds{service=\"echo\",use=\"http\"} " + (double) ends.getEpochSecond());
    }

    @Test
    void refusesPlainHttp() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).doesNotContain("HTTP/");
        }
    }

    @Test
    void refusesOldProtocolsAndWeakSuites() throws Exception {
        assertThat(handshake("TLSv1.3", null)).startsWith("TLSv1.3 TLS_");
        assertThat(handshake("TLSv1.2", null)).startsWith("TLSv1.2 TLS_ECDHE_");
        assertThatThrownBy(() -> handshake("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
                .isInstanceOf(SSLException.class);
        // The JDK refuses to offer these, so the test writes the hello itself.
        assertThat(ClientHello.alertTo(port, (byte) 2)).as("TLS 1.1").isEqualTo(PROTOCOL_VERSION);
        assertThat(ClientHello.alertTo(port, (byte) 1)).as("TLS 1.0").isEqualTo(PROTOCOL_VERSION);
    }

    @Test
    void usesANewCertificateWithoutDroppingConnections() throws Exception {
        install(first);
        Awaitility.await().until(() -> served().equals(certificate(first)));
        HttpClient open = HttpClient.newBuilder().sslContext(trusting(first)).build();
        assertThat(get(open, "/health/live").statusCode()).isEqualTo(200);

        install(second);
        Awaitility.await().until(() -> served().equals(certificate(second)));

        // This client trusts only the first certificate, so that it could not connect again.
        assertThat(get(open, "/health/live").statusCode()).isEqualTo(200);
        HttpClient reconnecting =
                HttpClient.newBuilder().sslContext(trusting(first)).build();
        assertThatThrownBy(() -> get(reconnecting, "/health/live")).isInstanceOf(IOException.class);
    }

    @Test
    void keepsTheOldCertificateUntilTheNewOneIsComplete() throws Exception {
        install(first);
        Awaitility.await().until(() -> served().equals(certificate(first)));

        Files.writeString(file("certificate"), "-----BEGIN CERTIFICATE-----\nhalf");
        Awaitility.await().during(Duration.ofSeconds(5)).until(() -> served().equals(certificate(first)));
        writeCertificate(third, file("certificate")); // its key is still missing
        Awaitility.await().during(Duration.ofSeconds(5)).until(() -> served().equals(certificate(first)));
        writeKey(third, file("key"));

        Awaitility.await().until(() -> served().equals(certificate(third)));
    }

    @Test
    void callsAServiceOnlyIfItsAuthorityIsTrusted() throws Exception {
        install(first);
        Awaitility.await().until(() -> served().equals(certificate(first)));
        ServiceClient trusting = ServiceClient.to(VERTX, bench.base(), authorities(first));
        ServiceClient others = ServiceClient.to(VERTX, bench.base(), authorities(second));
        ServiceClient jdk = ServiceClient.to(VERTX, bench.base());

        trusting.ping().await();
        assertThatThrownBy(() -> others.get("/health/ready").await()).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> jdk.get("/health/ready").await()).isInstanceOf(SSLException.class);
    }

    @Test
    void refusesToStartWithoutAValidCertificate() {
        Settings half = new Settings(Map.of("TLS_CERTIFICATE", "certificate.pem"));

        assertThatThrownBy(() -> TlsFiles.from(half))
                .isInstanceOf(StartFailure.class)
                .hasMessage("TLS_CERTIFICATE and TLS_PRIVATE_KEY belong together: set both or neither.");
        assertThatThrownBy(() -> ServedCertificate.open(
                                VERTX,
                                new TlsFiles("missing", "missing"),
                                new io.micrometer.core.instrument.simple.SimpleMeterRegistry())
                        .await())
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("TLS_CERTIFICATE and TLS_PRIVATE_KEY do not name");
        assertThatThrownBy(() -> new Settings(Map.of("TLS_CA", "missing")).find(TrustedAuthorities.SETTING))
                .hasMessage("TLS_CA is \"missing\", but must be a PEM file with certificates of authorities.");
    }

    private static final int PROTOCOL_VERSION = 70;

    private static String handshake(String protocol, String suite) throws Exception {
        try (SSLSocket socket = (SSLSocket) trustingAll().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            if (suite != null) {
                socket.setEnabledCipherSuites(new String[] {suite});
            }
            socket.startHandshake();
            return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
        }
    }

    private static Certificate served() throws Exception {
        try (SSLSocket socket = (SSLSocket) trustingAll().getSocketFactory().createSocket("127.0.0.1", port)) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static javax.net.ssl.SSLContext trustingAll() throws Exception {
        return trusting(first, second, third);
    }

    private static HttpClient client() throws Exception {
        return HttpClient.newBuilder().sslContext(trustingAll()).build();
    }

    private static HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("https://127.0.0.1:" + port + path);
    }

    private static Optional<TrustedAuthorities> authorities(KeyStore store) throws Exception {
        Path file = folder.resolve("authority.pem");
        writeCertificate(store, file);
        return new Settings(Map.of("TLS_CA", file.toString())).find(TrustedAuthorities.SETTING);
    }

    private static void install(KeyStore store) throws Exception {
        writeCertificate(store, file("certificate"));
        writeKey(store, file("key"));
    }

    private static Path file(String name) {
        return folder.resolve(name + ".pem");
    }
}
