package io.loomi.customers.config;

import io.loomi.common.auth.OidcConfig;
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
import io.loomi.common.tls.TrustedAuthorities;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Password;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The settings of the customers service.
 *
 * @param oidc an external issuer whose tokens are accepted
 * @param privateKeys PEM texts and names of files and folders; empty in development only
 * @param dataFolder the folder of the development key
 * @param authorities the authorities trusted for the certificate of transactions; empty for those of the JDK
 * @param transactions the credentials of the transactions service
 */
public record CustomersConfig(
        HttpConfig http,
        DatabaseConfig database,
        URI redis,
        Environment environment,
        TokenRules tokens,
        Optional<OidcConfig> oidc,
        List<String> privateKeys,
        Path dataFolder,
        URI transactionsUrl,
        Optional<TrustedAuthorities> authorities,
        ServiceCredentials transactions,
        Optional<Administrator> administrator) {

    private static final int DEFAULT_PORT = 3001;

    /** The minimum length of the administrator's password, which gives access to everything. */
    private static final int MIN_LENGTH_IN_PRODUCTION = 12;

    private static final Setting<Integer> PORT = HttpConfig.port(DEFAULT_PORT);

    private static final Setting<List<String>> PRIVATE_KEYS = Setting.of(
                    "JWT_PRIVATE_KEYS",
                    SettingFormat.LIST,
                    "the keys of access tokens, P-256 (ES256) or Ed25519 (EdDSA): PEM texts, files, or folders with `*.pem` "
                            + "files, separated by commas; the first key signs, all keys verify; changed files are reloaded")
            .asSecret();

    private static final Setting<Path> DATA_FOLDER = Setting.of(
                    "DATA_FOLDER",
                    new SettingFormat<>("the name of a folder", Path::of),
                    "the folder of the development key, which is created when `JWT_PRIVATE_KEYS` is not set")
            .orElse(".loomi");

    private static final Setting<URI> TRANSACTIONS_URL = Setting.of(
            "TRANSACTIONS_SERVICE_URL",
            SettingFormat.HTTP_URL,
            "where the transactions service is, `http://host:port` or `https://host:port`; customers calls it to "
                    + "close the account of a customer who leaves");

    private static final Setting<String> ADMIN_EMAIL = Setting.of(
            "ADMIN_EMAIL",
            SettingFormat.TEXT,
            "the e-mail address of the first administrator, who is created at start if there is none");

    private static final Setting<String> ADMIN_PASSWORD = Setting.of(
                    "ADMIN_PASSWORD", SettingFormat.TEXT, "the password of the first administrator")
            .asSecret();

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
                PRIVATE_KEYS,
                DATA_FOLDER,
                TRANSACTIONS_URL,
                ServiceCredentials.CLIENT_ID,
                ServiceCredentials.CLIENT_SECRET,
                ADMIN_EMAIL,
                ADMIN_PASSWORD);
    }

    /** The administrator to create at start, unless the address is already registered. */
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
                environment,
                TokenRules.from(settings),
                OidcConfig.from(settings),
                keys,
                settings.get(DATA_FOLDER),
                settings.get(TRANSACTIONS_URL),
                settings.find(TrustedAuthorities.SETTING),
                ServiceCredentials.from(settings),
                administrator(settings, environment));
    }

    public boolean isProduction() {
        return environment == Environment.PRODUCTION;
    }

    private static Optional<Administrator> administrator(Settings settings, Environment environment) {
        Optional<String> email = settings.find(ADMIN_EMAIL);
        Optional<String> password = settings.find(ADMIN_PASSWORD);
        if (email.isPresent() != password.isPresent()) {
            throw new StartFailure("ADMIN_EMAIL and ADMIN_PASSWORD belong together: set both or neither.");
        }
        boolean isShort = password.filter(text -> text.length() < MIN_LENGTH_IN_PRODUCTION)
                .isPresent();
        if (environment == Environment.PRODUCTION && isShort) {
            throw new StartFailure("ADMIN_PASSWORD is too short: production needs one of %d characters or more."
                    .formatted(MIN_LENGTH_IN_PRODUCTION));
        }
        return email.map(address -> new Administrator(
                valid(ADMIN_EMAIL, () -> EmailAddress.parseNew(address)),
                valid(ADMIN_PASSWORD, () -> Password.parseNew(password.orElseThrow()))));
    }

    private static <T> T valid(Setting<?> setting, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException refused) {
            throw new StartFailure("%s %s.".formatted(setting.name(), refused.getMessage()), refused);
        }
    }
}
