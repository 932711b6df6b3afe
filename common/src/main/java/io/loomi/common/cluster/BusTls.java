package io.loomi.common.cluster;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.tls.CertificateExpiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mutual TLS on the event bus: members accept only certificates of one authority from each other. All three values are
 * names of PEM files, which are read at start.
 */
record BusTls(String certificate, String privateKey, String authorities) {

    private static final Logger LOG = LoggerFactory.getLogger(BusTls.class);

    private static final SettingFormat<String> FILE =
            new SettingFormat<>("a PEM file that this user may read", name -> {
                if (!Files.isReadable(Path.of(name))) { // an InvalidPathException is an IllegalArgumentException
                    throw new IllegalArgumentException(name);
                }
                return name;
            });

    static final Setting<String> CERTIFICATE = Setting.of(
            "LOOMI_CLUSTER_CERTIFICATE",
            FILE,
            "a PEM file with the certificate that this process shows on the event bus, as a server and as a client; with it, "
                    + "messages go over TLS, and only between members with a certificate of `LOOMI_CLUSTER_CA`");

    static final Setting<String> PRIVATE_KEY = Setting.of(
            "LOOMI_CLUSTER_PRIVATE_KEY", FILE, "the PEM file with the private key of `LOOMI_CLUSTER_CERTIFICATE`");

    static final Setting<String> AUTHORITIES = Setting.of(
            "LOOMI_CLUSTER_CA",
            FILE,
            "a PEM file with the authority of the members' certificates; it should sign no other certificates");

    static Optional<BusTls> from(Settings settings) {
        List<Optional<String>> files =
                List.of(settings.find(CERTIFICATE), settings.find(PRIVATE_KEY), settings.find(AUTHORITIES));
        long given = files.stream().filter(Optional::isPresent).count();
        if (given != 0 && given != files.size()) {
            throw new StartFailure(
                    "LOOMI_CLUSTER_CERTIFICATE, LOOMI_CLUSTER_PRIVATE_KEY and LOOMI_CLUSTER_CA belong together: "
                            + "set all or none.");
        }
        return files.getFirst()
                .map(file -> new BusTls(
                        file, files.get(1).orElseThrow(), files.get(2).orElseThrow()));
    }

    void secure(EventBusOptions options) {
        options.setSsl(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions().setCertPath(certificate).setKeyPath(privateKey))
                .setTrustOptions(new PemTrustOptions().addCertPath(authorities))
                .setTrustAll(false)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
    }

    /** Reports when the certificate that was read at start expires. The bus uses a new one only after a restart. */
    void measure(Vertx vertx, MeterRegistry registry) {
        vertx.executeBlocking(this::expiry)
                .onSuccess(expiry -> CertificateExpiry.measure(registry, "bus", () -> expiry))
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Certificate of the event bus not readable: its expiry is not reported"));
    }

    private Instant expiry() throws IOException, CertificateException {
        try (InputStream file = Files.newInputStream(Path.of(certificate))) {
            Certificate own = CertificateFactory.getInstance("X.509").generateCertificate(file);
            return ((X509Certificate) own).getNotAfter().toInstant();
        }
    }
}
