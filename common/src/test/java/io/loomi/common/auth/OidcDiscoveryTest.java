package io.loomi.common.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TestCertificates;
import io.loomi.common.testing.TokenForge;
import io.loomi.common.tls.TrustedAuthorities;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The size limit of an issuer's documents, and the certificates that are trusted. */
@Slow
class OidcDiscoveryTest {

    private static final TokenForge FORGE = TokenForge.create();

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private volatile String padding = "";
    private volatile String paddingOfKeys = "";
    private volatile String issuer = "";

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void limitsTheSizeOfADocument() {
        serve(new HttpServerOptions());
        OidcDiscovery discovery = new OidcDiscovery(vertx, issuer, Optional.empty());
        assertThat(discovery.keys().await()).containsExactly(FORGE.verificationKey());

        paddingOfKeys = "x".repeat(OidcDiscovery.MAX_BYTES);
        assertThatThrownBy(() -> discovery.keys().await()).hasMessageContaining("more than 262144 bytes of " + issuer);
        paddingOfKeys = "";
        padding = "x".repeat(OidcDiscovery.MAX_BYTES);
        assertThatThrownBy(() -> discovery.keys().await()).hasMessageContaining("more than 262144 bytes of " + issuer);

        padding = "";
        assertThat(discovery.keys().await())
                .as("after a document that is too large")
                .containsExactly(FORGE.verificationKey());
    }

    @Test
    void trustsOnlyTheConfiguredAuthorities() throws Exception {
        KeyStore store = TestCertificates.create(folder, "issuer");
        Path certificate = folder.resolve("issuer.pem");
        Path key = folder.resolve("issuer.key");
        TestCertificates.writeCertificate(store, certificate);
        TestCertificates.writeKey(store, key);
        serve(new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(certificate.toString())
                        .addKeyPath(key.toString())));

        Optional<TrustedAuthorities> named =
                new Settings(Map.of("TLS_CA", certificate.toString())).find(TrustedAuthorities.SETTING);
        assertThat(new OidcDiscovery(vertx, issuer, named).keys().await()).containsExactly(FORGE.verificationKey());
        assertThatThrownBy(() -> new OidcDiscovery(vertx, issuer, Optional.empty())
                        .keys()
                        .await())
                .isInstanceOf(SSLHandshakeException.class);
    }

    private void serve(HttpServerOptions options) {
        HttpServer server = vertx.createHttpServer(options)
                .requestHandler(request ->
                        request.response().end((request.path().equals("/keys") ? keys() : document()).toBuffer()))
                .listen(0, "127.0.0.1")
                .await();
        issuer = (options.isSsl() ? "https" : "http") + "://127.0.0.1:" + server.actualPort();
    }

    private JsonObject document() {
        return new JsonObject()
                .put("issuer", issuer)
                .put("jwks_uri", issuer + "/keys")
                .put("padding", padding);
    }

    private JsonObject keys() {
        return new JsonObject()
                .put("keys", new JsonArray(List.of(FORGE.publicKey())))
                .put("padding", paddingOfKeys);
    }
}
