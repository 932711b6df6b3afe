package io.loomi.common.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health check of a container. */
@Slow
class HealthProbeTest {

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void succeedsOnlyIfTheServiceIsReady() {
        String ready = port(new HttpServerOptions(), 200);
        String notReady = port(new HttpServerOptions(), 503);

        assertThat(HealthProbe.isReady(Map.of("HTTP_PORT", ready))).isTrue();
        assertThat(HealthProbe.isReady(Map.of("HTTP_PORT", notReady))).isFalse();
        assertThat(HealthProbe.isReady(Map.of("HTTP_PORT", "no port"))).isFalse();
        assertThat(HealthProbe.isReady(Map.of("HTTP_PORT", "99999"))).isFalse();
    }

    @Test
    void usesTlsIfTheServiceHasACertificate() throws Exception {
        KeyStore own = TestCertificates.create(folder, "own");
        KeyStore foreign = TestCertificates.create(folder, "foreign");
        TestCertificates.writeCertificate(own, folder.resolve("own.pem"));
        TestCertificates.writeKey(own, folder.resolve("own-key.pem"));
        TestCertificates.writeCertificate(foreign, folder.resolve("foreign.pem"));
        PemKeyCertOptions keys = new PemKeyCertOptions()
                .setCertPath(folder.resolve("own.pem").toString())
                .setKeyPath(folder.resolve("own-key.pem").toString());
        String port = port(new HttpServerOptions().setSsl(true).setKeyCertOptions(keys), 200);

        assertThat(HealthProbe.isReady(with(port, "own.pem"))).isTrue();
        assertThat(HealthProbe.isReady(with(port, "foreign.pem"))).isFalse();
        assertThat(HealthProbe.isReady(with(port, "missing.pem"))).isFalse();
        assertThat(HealthProbe.isReady(Map.of("HTTP_PORT", port))).isFalse();
    }

    private Map<String, String> with(String port, String certificate) {
        return Map.of(
                "HTTP_PORT",
                port,
                "TLS_CERTIFICATE",
                folder.resolve(certificate).toString());
    }

    private static String port(HttpServerOptions options, int status) {
        HttpServer server = VERTX.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.response()
                        .setStatusCode(request.path().equals("/health/ready") ? status : 404)
                        .end());
        return String.valueOf(server.listen().await().actualPort());
    }
}
