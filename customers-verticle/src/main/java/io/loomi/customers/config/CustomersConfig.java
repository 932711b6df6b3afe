package io.loomi.customers.config;

import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.auth.TokenRules;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.config.Environment;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.http.HttpConfig;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.network.TrustedProxies;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Password;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything the customers service reads at start.
 *
 * @param transactions how the transactions service proves itself
 */
public record CustomersConfig(
        HttpConfig http,
        DatabaseConfig database,
        URI redis,
        TokenRules tokens,
        List<String> privateKeys,
        ServiceCredentials transactions,
        Optional<Administrator> administrator) {

    private static final int DEFAULT_PORT = 3001;

    private static final Setting<Integer> PORT = HttpConfig.port(DEFAULT_PORT);

    private static final Setting<List<String>> PRIVATE_KEYS = Setting.of(
                    "JWT_PRIVATE_KEYS",
                    SettingFormat.LIST,
                    "the ES256 keys of access tokens, as PEM text or as file names, separated by commas; the first signs, "
                            + "all verify")
            .secretly();

    private static final Setting<String> ADMIN_EMAIL =
            Setting.of("ADMIN_EMAIL", SettingFormat.TEXT, "the first administrator, made at start if there is none");

    private static final Setting<String> ADMIN_PASSWORD = Setting.of(
                    "ADMIN_PASSWORD", SettingFormat.TEXT, "the password of the first administrator")
            .secretly();

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
            PRIVATE_KEYS,
            ServiceCredentials.CLIENT_ID,
            ServiceCredentials.CLIENT_SECRET,
            ADMIN_EMAIL,
            ADMIN_PASSWORD);

    /** Who is made an administrator when there is nobody of that address yet. */
    public record Administrator(EmailAddress email, Password password) {}

    public static CustomersConfig from(Settings settings) {
        Environment environment = settings.get(Environment.SETTING);
        List<String> keys = settings.find(PRIVATE_KEYS).orElse(List.of());
        if (keys.isEmpty() && environment == Environment.PRODUCTION) {
            throw new StartFailure(
                    "JWT_PRIVATE_KEYS is not set: production needs the keys that access tokens are signed with.");
        }
        return new CustomersConfig(
                HttpConfig.from("customers", PORT, settings),
                DatabaseConfig.from(settings),
                settings.get(RedisCache.URL),
                TokenRules.from(settings),
                keys,
                ServiceCredentials.from(settings),
                administrator(settings));
    }

    private static Optional<Administrator> administrator(Settings settings) {
        Optional<String> email = settings.find(ADMIN_EMAIL);
        Optional<String> password = settings.find(ADMIN_PASSWORD);
        if (email.isPresent() != password.isPresent()) {
            throw new StartFailure("ADMIN_EMAIL and ADMIN_PASSWORD belong together: set both or neither.");
        }
        return email.map(address -> new Administrator(
                valid(ADMIN_EMAIL, () -> new EmailAddress(address)),
                valid(ADMIN_PASSWORD, () -> Password.chosen(password.orElseThrow()))));
    }

    private static <T> T valid(Setting<?> setting, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException refused) {
            throw new StartFailure("%s %s.".formatted(setting.name(), refused.getMessage()), refused);
        }
    }
}
