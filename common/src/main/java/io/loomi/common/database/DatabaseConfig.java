package io.loomi.common.database;

import io.loomi.common.config.Environment;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Where a service's PostgreSQL is.
 *
 * @param poolSize the number of connections for writes, for all event loops of the service together; each event loop
 *     has more connections for reads, reports, lookups and health
 */
public record DatabaseConfig(PgConnectOptions connection, int poolSize) {

    public static final Setting<URI> URL = Setting.of(
                    "DATABASE_URL",
                    SettingFormat.POSTGRES_URL,
                    "the service's own database, `postgresql://user:password@host:port/name`")
            .asSecret();

    public static final Setting<String> PASSWORD = Setting.of(
                    "DATABASE_PASSWORD", SettingFormat.TEXT, "the password, if `DATABASE_URL` does not contain it")
            .asSecret();

    public static final Setting<Integer> POOL_SIZE = Setting.of(
                    "DATABASE_POOL_SIZE",
                    SettingFormat.whole(2, 200),
                    "connections to PostgreSQL for writes, besides up to seven per event loop for group commits, reads, reports, lookups and health; "
                            + "in measurements, more than 16 did not help")
            .orElse("8");

    /** How long a statement waits for a connection before its request is answered with 503. */
    static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

    /** How long an unused connection stays open; a new one takes a few milliseconds. */
    static final Duration MAX_IDLE = Duration.ofSeconds(4);

    /**
     * Closes a connection in use after this long without traffic. Every answer takes less time, so the other side has
     * vanished without closing it.
     */
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(6);

    /** Passwords that examples and images of PostgreSQL use. */
    private static final Set<String> SAMPLE_PASSWORDS =
            Set.of("password", "postgres", "postgresql", "loomi", "secret", "admin", "changeme", "example", "test");

    private static final int CACHED_STATEMENTS = 256;

    public static DatabaseConfig from(Settings settings) {
        PgConnectOptions connection = PgConnectOptions.fromUri(settings.get(URL).toString())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
                .addProperty("application_name", "loomi");
        settings.find(PASSWORD).ifPresent(connection::setPassword);
        if (settings.get(Environment.SETTING) == Environment.PRODUCTION) {
            requireOwnPassword(connection);
        }
        return new DatabaseConfig(connection, settings.get(POOL_SIZE));
    }

    /** Someone who guesses the database password needs no access token. */
    private static void requireOwnPassword(PgConnectOptions connection) {
        String password =
                connection.getPassword() == null ? "" : connection.getPassword().toLowerCase(Locale.ROOT);
        if (SAMPLE_PASSWORDS.contains(password) || password.equalsIgnoreCase(connection.getUser())) {
            throw new StartFailure("DATABASE_URL has a well-known password: production needs one of its own.");
        }
    }

    String jdbcUrl() {
        String sslMode = connection.getSslMode().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String host = connection.getHost().contains(":") ? "[" + connection.getHost() + "]" : connection.getHost();
        return "jdbc:postgresql://%s:%d/%s?sslmode=%s"
                .formatted(host, connection.getPort(), connection.getDatabase(), sslMode);
    }
}
