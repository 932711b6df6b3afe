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
 * The certificate that a service shows. Its files are looked at every {@link #LOOK_MILLIS}; new connections get the new
 * certificate, those that are open go on. Files that are not good leave everything as it is.
 *
 * <p>One for all instances of a service, which share their port, so thread-safe: kept in the local map of their Vert.x.
 */
public final class ServedCertificate implements Shareable {

    private static final Logger LOG = LoggerFactory.getLogger(ServedCertificate.class);
    private static final String SHARED = "loomi.tls";
    private static final long LOOK_MILLIS = 2000;

    private final TlsFiles files;
    private volatile Certificate current;
    private volatile boolean wasRefused;
    private volatile boolean isFollowed;

    private ServedCertificate(TlsFiles files, Certificate current) {
        this.files = files;
        this.current = current;
    }

    /** Fails with a {@link StartFailure} when the files are not good. */
    public static Future<ServedCertificate> open(Vertx vertx, TlsFiles files, MeterRegistry registry) {
        return Certificate.read(vertx, files)
                .recover(failure -> Future.failedFuture(new StartFailure(
                        "TLS_CERTIFICATE and TLS_PRIVATE_KEY do not name a certificate and its key as PEM files (%s): correct them."
                                .formatted(reason(failure)),
                        failure)))
                .map(certificate -> vertx.sharedData()
                        .<String, ServedCertificate>getLocalMap(SHARED)
                        .computeIfAbsent(SHARED, _ -> new ServedCertificate(files, certificate)))
                .onSuccess(served -> CertificateDays.measure(registry, "http", () -> served.current.ends()));
    }

    /** The server's options, for TLS with this certificate. */
    public HttpServerOptions secure(HttpServerOptions server) {
        ServerSSLOptions tls = current.options();
        tls.getEnabledCipherSuites().forEach(server::addEnabledCipherSuite);
        return server.setSsl(true)
                .setUseAlpn(tls.isUseAlpn())
                .setKeyCertOptions(tls.getKeyCertOptions())
                .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols());
    }

    /** Keeps the server's certificate as its files are; to be called by each instance, and done by one for all. */
    public synchronized void follow(Vertx vertx, HttpServer server) {
        if (!isFollowed) {
            isFollowed = true;
            vertx.setPeriodic(LOOK_MILLIS, _ -> look(vertx, server));
        }
    }

    private void look(Vertx vertx, HttpServer server) {
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

    /** Said once, not at each look. */
    private void refused(Throwable failure) {
        if (!wasRefused) {
            wasRefused = true;
            LOG.atError()
                    .addKeyValue("file", files.certificate())
                    .addKeyValue("reason", reason(failure))
                    .addKeyValue("ends", current.ends())
                    .log("The new TLS certificate is not good: the old one stays");
        }
    }

    private static String reason(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    /** Not well once it has ended; the figures are for administrators. */
    public Future<Status> check() {
        JsonObject figures =
                new JsonObject().put("ends", current.ends().toString()).put("daysLeft", (long) Math.floor(daysLeft()));
        return Future.succeededFuture(daysLeft() > 0 ? Status.OK(figures) : Status.KO(figures));
    }

    private double daysLeft() {
        return CertificateDays.until(current.ends());
    }
}
