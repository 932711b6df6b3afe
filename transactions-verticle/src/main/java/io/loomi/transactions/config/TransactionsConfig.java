package io.loomi.transactions.config;

import io.loomi.common.auth.OidcConfig;
import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.auth.TokenRules;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.http.HttpConfig;
import io.loomi.common.tls.TrustedAuthorities;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings that the transactions service reads at start. */
public record TransactionsConfig(
        HttpConfig http,
        DatabaseConfig database,
        URI redis,
        TokenRules tokens,
        Optional<OidcConfig> oidc,
        URI customersUrl,
        Optional<TrustedAuthorities> authorities,
        ServiceCredentials credentials,
        boolean requiresIdempotencyKeys,
        Duration eventRetention) {

    private static final int DEFAULT_PORT = 3002;

    private static final Setting<Integer> PORT = HttpConfig.port(DEFAULT_PORT);

    private static final Setting<URI> CUSTOMERS_URL = Setting.of(
            "CUSTOMERS_SERVICE_URL",
            SettingFormat.HTTP_URL,
            "where the customers service is, `http://host:port` or `https://host:port`");

    private static final Setting<Boolean> REQUIRE_IDEMPOTENCY_KEY = Setting.of(
                    "REQUIRE_IDEMPOTENCY_KEY",
                    SettingFormat.SWITCH,
                    "`true` refuses requests that move money without an `Idempotency-Key`; recommended if you write all callers yourself")
            .orElse("false");

    private static final Setting<Duration> EVENT_RETENTION = Setting.of(
                    "EVENT_RETENTION",
                    SettingFormat.duration(Duration.ofDays(7), Duration.ofDays(3650)),
                    "how long events stay in the outbox, such as `P30D`; systems that read it must not be behind for longer")
            .orElse("P90D");

    public static final List<Setting<?>> SETTINGS = Stream.of(HttpConfig.SETTINGS, OidcConfig.SETTINGS, ownSettings())
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private static List<Setting<?>> ownSettings() {
        return List.of(
                PORT,
                DatabaseConfig.URL,
                DatabaseConfig.PASSWORD,
                DatabaseConfig.POOL_SIZE,
                RedisCache.URL,
                TokenRules.ISSUER,
                CUSTOMERS_URL,
                REQUIRE_IDEMPOTENCY_KEY,
                EVENT_RETENTION,
                ServiceCredentials.CLIENT_ID,
                ServiceCredentials.CLIENT_SECRET);
    }

    public static TransactionsConfig from(Settings settings) {
        return new TransactionsConfig(
                HttpConfig.from("transactions", PORT, settings),
                DatabaseConfig.from(settings),
                settings.get(RedisCache.URL),
                TokenRules.from(settings),
                OidcConfig.from(settings),
                settings.get(CUSTOMERS_URL),
                settings.find(TrustedAuthorities.SETTING),
                ServiceCredentials.from(settings),
                settings.get(REQUIRE_IDEMPOTENCY_KEY),
                settings.get(EVENT_RETENTION));
    }
}
