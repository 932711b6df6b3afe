package io.loomi.common.http;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The origins of web pages that may read this API from a browser. They are exact: if a pattern were too wide, an
 * attacker could register a matching name.
 *
 * @param allowed in the form in which browsers send them: no default port, no path
 */
public record CorsOrigins(Set<String> allowed) {

    public static final CorsOrigins NONE = new CorsOrigins(Set.of());

    public static final Setting<CorsOrigins> SETTING = Setting.of(
            "CORS_ORIGINS",
            new SettingFormat<>(
                    "exact origins separated by commas, such as https://app.example.com (no *, no path)",
                    CorsOrigins::of),
            "the origins of web pages that may use the API from a browser, `https://app.example.com,http://localhost:5173`");

    private static final String EXPOSED_HEADERS =
            "Location, ETag, X-Correlation-ID, Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate";

    public CorsOrigins {
        allowed = Set.copyOf(allowed);
    }

    /** @throws IllegalArgumentException when a part is not an origin as browsers send it */
    static CorsOrigins of(String text) {
        return new CorsOrigins(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(CorsOrigins::origin)
                .collect(Collectors.toSet()));
    }

    boolean allow(@Nullable String origin) {
        return origin != null && allowed.contains(origin);
    }

    /** Sets the CORS headers for a page's origin; sets nothing when no origins are configured. */
    public void setHeaders(MultiMap headers, @Nullable String origin) {
        if (allowed.isEmpty()) {
            return;
        }
        headers.set("Vary", "Origin"); // a cache must not give one page's answer to another
        if (allow(origin)) {
            headers.set("Access-Control-Allow-Origin", origin).set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
        }
    }

    private static String origin(String text) {
        URI url = URI.create(text);
        boolean isWeb = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!isWeb || url.getHost() == null || !serialized(url).equals(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** The form of RFC 6454, 6.2, which browsers send: no other spelling would ever match. */
    private static String serialized(URI url) {
        int standard = "https".equals(url.getScheme()) ? 443 : 80;
        String port = url.getPort() < 0 || url.getPort() == standard ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost().toLowerCase(Locale.ROOT) + port;
    }
}
