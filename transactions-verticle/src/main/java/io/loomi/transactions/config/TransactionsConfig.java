package io.loomi.transactions.config;

import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.auth.TokenRules;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.http.HttpConfig;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.network.TrustedProxies;
import java.net.URI;
import java.util.List;

/** Everything the transactions service reads at start. */
public record TransactionsConfig(
        HttpConfig http,
        DatabaseConfig database,
        URI redis,
        TokenRules tokens,
        URI customersUrl,
        ServiceCredentials credentials) {

    private static final int DEFAULT_PORT = 3002;

    private static final Setting<Integer> PORT = HttpConfig.port(DEFAULT_PORT);

    private static final Setting<URI> CUSTOMERS_URL = Setting.of(
            "CUSTOMERS_SERVICE_URL", SettingFormat.HTTP_URL, "where the customers service is, `http://host:port`");

    public static final List<Setting<?>> SETTINGS = List.of(
            HttpConfig.HOST,
            PORT,
            TrustedProxies.SETTING,
            RateLimits.SETTING,
            DatabaseConfig.URL,
            DatabaseConfig.PASSWORD,
            DatabaseConfig.POOL_SIZE,
            RedisCache.URL,
            TokenRules.ISSUER,
            CUSTOMERS_URL,
            ServiceCredentials.CLIENT_ID,
            ServiceCredentials.CLIENT_SECRET);

    public static TransactionsConfig from(Settings settings) {
        return new TransactionsConfig(
                HttpConfig.from("transactions", PORT, settings),
                DatabaseConfig.from(settings),
                settings.get(RedisCache.URL),
                TokenRules.from(settings),
                settings.get(CUSTOMERS_URL),
                ServiceCredentials.from(settings));
    }
}
