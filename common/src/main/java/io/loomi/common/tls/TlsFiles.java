package io.loomi.common.tls;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import java.util.Optional;

/**
 * The files of a service's TLS certificate.
 *
 * @param certificate a PEM file with the certificate, followed by its intermediate certificates
 * @param privateKey a PEM file, PKCS #8
 */
public record TlsFiles(String certificate, String privateKey) {

    public static final Setting<String> CERTIFICATE = Setting.of(
            "TLS_CERTIFICATE",
            SettingFormat.TEXT,
            "a PEM file with the service's certificate and its chain; with it the service answers over TLS 1.2 and 1.3 only, and reloads the file when it changes");

    public static final Setting<String> PRIVATE_KEY =
            Setting.of("TLS_PRIVATE_KEY", SettingFormat.TEXT, "the PEM file with the private key of `TLS_CERTIFICATE`");

    /** @throws StartFailure if only one of the two is set */
    public static Optional<TlsFiles> from(Settings settings) {
        Optional<String> certificate = settings.find(CERTIFICATE);
        Optional<String> privateKey = settings.find(PRIVATE_KEY);
        if (certificate.isPresent() != privateKey.isPresent()) {
            throw new StartFailure("TLS_CERTIFICATE and TLS_PRIVATE_KEY belong together: set both or neither.");
        }
        return certificate.map(file -> new TlsFiles(file, privateKey.orElseThrow()));
    }
}
