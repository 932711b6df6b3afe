package io.loomi.common.tls;

import io.loomi.common.config.StartFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.shareddata.Shareable;
import io.vertx.ext.healthchecks.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a service. Its files are read every {@value #RELOAD_MILLIS} ms. New connections get the new
 * certificate, and open ones continue. Invalid files change nothing.
 *
 * <p>Thread-safe. All instances of a service share one, in Vert.x's local map, because they share a port.
 */
public final class ServedCertificate implements Shareable {

    private static final Logger LOG = LoggerFactory.getLogger(ServedCertificate.class);
    private static final String KEY = "loomi.tls";
    private static final long RELOAD_MILLIS = 2000;

    private final TlsFiles files;
    private volatile Certificate current;
    private volatile boolean wasRefused;
    private volatile boolean isWatched;

    private ServedCertificate(TlsFiles files, Certificate current) {
        this.files = files;
        this.current = current;
    }

    /** Fails with a {@link StartFailure} if the files are not valid. */
    public static Future<ServedCertificate> open(Vertx vertx, TlsFiles files, MeterRegistry registry) {
        return Certificate.read(vertx, files)
                .recover(failure -> Future.failedFuture(new StartFailure(
                        "TLS_CERTIFICATE and TLS_PRIVATE_KEY do not name a certificate and its key as PEM files (%s): correct them."
                                .formatted(reason(failure)),
                        failure)))
                .map(certificate -> vertx.sharedData()
                        .<String, ServedCertificate>getLocalMap(KEY)
                        .computeIfAbsent(KEY, _ -> new ServedCertificate(files, certificate)))
                .onSuccess(served -> CertificateExpiry.measure(registry, "http", () -> served.current.ends()));
    }

    /** Adds TLS with this certificate to the server's options. */
    public HttpServerOptions secure(HttpServerOptions server) {
        ServerSSLOptions tls = current.options();
        tls.getEnabledCipherSuites().forEach(server::addEnabledCipherSuite);
        return server.setSsl(true)
                .setUseAlpn(tls.isUseAlpn())
                .setKeyCertOptions(tls.getKeyCertOptions())
                .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols());
    }

    /**
     * Reloads the server's certificate when its files change. Each instance calls this, and the first call serves all
     * instances.
     */
    public synchronized void reloadOnChange(Vertx vertx, HttpServer server) {
        if (!isWatched) {
            isWatched = true;
            vertx.setPeriodic(RELOAD_MILLIS, _ -> reload(vertx, server));
        }
    }

    private void reload(Vertx vertx, HttpServer server) {
        Certificate.read(vertx, files)
                .compose(read -> read.isSameAs(current)
                        ? Future.succeededFuture()
                        : server.updateSSLOptions(read.options()).onSuccess(_ -> changed(read)))
                .onSuccess(_ -> wasRefused = false)
                .onFailure(this::refused);
    }

    private void changed(Certificate certificate) {
        current = certificate;
        LOG.atInfo().addKeyValue("ends", certificate.ends()).log("The TLS certificate has changed");
    }

    /** Logged once, not at each reload. */
    private void refused(Throwable failure) {
        if (!wasRefused) {
            wasRefused = true;
            LOG.atError()
                    .addKeyValue("file", files.certificate())
                    .addKeyValue("reason", reason(failure))
                    .addKeyValue("ends", current.ends())
                    .log("The new TLS certificate is not valid: the old one stays in use");
        }
    }

    private static String reason(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    /** A health check, which fails once the certificate has expired. Administrators see the details. */
    public Future<Status> check() {
        JsonObject figures =
                new JsonObject().put("ends", current.ends().toString()).put("daysLeft", (long) Math.floor(daysLeft()));
        return Future.succeededFuture(daysLeft() > 0 ? Status.OK(figures) : Status.KO(figures));
    }

    private double daysLeft() {
        return CertificateExpiry.daysUntil(current.ends());
    }
}
