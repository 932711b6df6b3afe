package io.loomi.common.tls;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * The certificate authorities that are trusted for other services and issuers, instead of those of the JDK.
 *
 * @param pem their certificates
 */
public record TrustedAuthorities(String pem) {

    public static final Setting<TrustedAuthorities> SETTING = Setting.of(
            "TLS_CA",
            new SettingFormat<>("a PEM file with certificates of authorities", TrustedAuthorities::read),
            "a PEM file with the certificate authorities that are trusted for the other service "
                    + "(`CUSTOMERS_SERVICE_URL`, `TRANSACTIONS_SERVICE_URL`) and `OIDC_ISSUER` over https; if unset, those of the JDK");

    private static TrustedAuthorities read(String file) {
        try {
            byte[] pem = Files.readAllBytes(Path.of(file));
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty()) {
                throw new IllegalArgumentException(file);
            }
            return new TrustedAuthorities(Buffer.buffer(pem).toString());
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(file, unreadable);
        }
    }

    public PemTrustOptions options() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(pem));
    }
}
