package io.loomi.common.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TestCertificates;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HEAD gets the answer of GET without the body. Over HTTP/2, Vert.x itself would send the body. */
@Slow
class HeadOverHttp2Test {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenForge FORGE = TokenForge.create();
    private static final String TOKEN = FORGE.token(UUID.randomUUID(), "read:secret", "admin:users");
    private static final HttpClientOptions HTTP_2 = new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setSsl(true)
            .setUseAlpn(true)
            .setTrustAll(true)
            .setVerifyHost(false);

    @TempDir
    private static Path folder;

    private static ServiceBench bench;

    private record Answer(int status, String length, Buffer body) {}

    @BeforeAll
    static void start() throws Exception {
        KeyStore store = TestCertificates.create(folder, "head");
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        TestCertificates.writeCertificate(store, certificate);
        TestCertificates.writeKey(store, key);
        bench = ServiceBench.start(
                new EchoService(FORGE),
                Map.of(
                        "DATABASE_URL",
                        Backend.shared().createDatabase("headed_http2"),
                        "TLS_CERTIFICATE",
                        certificate.toString(),
                        "TLS_PRIVATE_KEY",
                        key.toString()));
    }

    @AfterAll
    static void stop() {
        bench.close();
        VERTX.close().await();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/openapi.yaml",
                "/docs/",
                "/docs/swagger-ui.css",
                "/loggers",
                "/nothing",
                "/api/fail/none",
                "/api/fail/down",
                "/api/secret/0198c0de-0000-7000-8000-000000000000"
            })
    void answersHeadAsGetWithoutABody(String path) {
        Answer get = ask(HttpMethod.GET, path);
        Answer head = ask(HttpMethod.HEAD, path);

        assertThat(head.body().length()).isZero();
        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.length()).isEqualTo(get.length());
    }

    /** A client for each request: one client for all was seen to wait for ever between two requests. */
    private static Answer ask(HttpMethod method, String path) {
        HttpClientAgent client = VERTX.createHttpClient(HTTP_2);
        return client.request(method, bench.base().getPort(), "127.0.0.1", path)
                .compose(request ->
                        request.putHeader("Authorization", "Bearer " + TOKEN).send())
                .compose(response -> {
                    assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
                    return response.body()
                            .map(body -> new Answer(response.statusCode(), response.getHeader("Content-Length"), body));
                })
                .eventually(client::close)
                .await();
    }
}
