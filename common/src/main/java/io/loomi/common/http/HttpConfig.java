package io.loomi.common.http;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.network.TrustedProxies;
import io.loomi.common.tls.TlsFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and how a service listens.
 *
 * @param service the service's name
 * @param host the address to listen on
 * @param port 0 for any free port
 * @param proxies the proxies whose forwarding headers are trusted
 * @param tls empty for plain HTTP, behind a proxy that terminates TLS
 * @param origins the web pages that may use the API from a browser
 * @param isLimited whether rate limits apply
 */
public record HttpConfig(
        String service,
        String host,
        int port,
        TrustedProxies proxies,
        Optional<TlsFiles> tls,
        CorsOrigins origins,
        boolean isLimited) {

    public static final Setting<String> HOST = Setting.of(
                    "HTTP_HOST",
                    SettingFormat.TEXT,
                    "the address that the service listens on; `0.0.0.0` means all addresses")
            .orElse("0.0.0.0");

    /** How long an idle connection stays open. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

    /** In bytes; a history query with every filter and a cursor is much shorter. */
    public static final int MAX_REQUEST_LINE_BYTES = 8192;

    /** The settings of every service, except its port. */
    public static final List<Setting<?>> SETTINGS = List.of(
            HOST,
            TrustedProxies.SETTING,
            TlsFiles.CERTIFICATE,
            TlsFiles.PRIVATE_KEY,
            CorsOrigins.SETTING,
            RateLimits.SETTING);

    public static HttpConfig from(String service, Setting<Integer> port, Settings settings) {
        return new HttpConfig(
                service,
                settings.get(HOST),
                settings.get(port),
                TrustedProxies.from(settings),
                TlsFiles.from(settings),
                settings.find(CorsOrigins.SETTING).orElse(CorsOrigins.NONE),
                settings.get(RateLimits.SETTING));
    }

    public static Setting<Integer> port(int fallback) {
        return Setting.of("HTTP_PORT", SettingFormat.PORT, "the port that the service listens on")
                .orElse(String.valueOf(fallback));
    }
}
