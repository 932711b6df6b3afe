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
 * @param poolSize connections for all event loops of the service together, beside those that each keeps for look-ups and for reports
 */
public record DatabaseConfig(PgConnectOptions connection, int poolSize) {

    public static final Setting<URI> URL = Setting.of(
                    "DATABASE_URL",
                    SettingFormat.POSTGRES_URL,
                    "the service's own database, `postgresql://user:password@host:port/name`")
            .secretly();

    public static final Setting<String> PASSWORD = Setting.of(
                    "DATABASE_PASSWORD", SettingFormat.TEXT, "the password, where `DATABASE_URL` does not name it")
            .secretly();

    public static final Setting<Integer> POOL_SIZE = Setting.of(
                    "DATABASE_POOL_SIZE",
                    SettingFormat.whole(2, 200),
                    "connections to PostgreSQL, beside up to three an event loop for look-ups and reports; more than 16 were measured "
                            + "not to help")
            .orElse("8");

    /** How long a request waits for a connection before it is answered 503. */
    static final Duration CONNECTION_WAIT = Duration.ofSeconds(3);

    /** How long a request waits for an answer, the waiting for an account's lock within it. */
    static final Duration ANSWER_WAIT = Duration.ofSeconds(5);

    /** How long a connection stays that nobody uses; the next one takes some milliseconds. */
    static final Duration LONGEST_IDLE = Duration.ofSeconds(4);

    /**
     * A connection in use over which nothing has gone for so long is closed: no answer takes longer, so the other side is gone without
     * a word and would keep it for ever.
     */
    static final Duration LONGEST_SILENCE = ANSWER_WAIT.plusSeconds(1);

    private static final Duration STATEMENT_LIMIT = Duration.ofMillis(4500);

    /** As examples and images of PostgreSQL have it. */
    private static final Set<String> SAMPLE_PASSWORDS =
            Set.of("password", "postgres", "postgresql", "loomi", "secret", "admin", "changeme", "example", "test");

    private static final int CACHED_STATEMENTS = 256;

    public static DatabaseConfig from(Settings settings) {
        PgConnectOptions connection = PgConnectOptions.fromUri(settings.get(URL).toString())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
                .addProperty("application_name", "loomi")
                // A statement that nobody waits for any more must not go on holding its locks.
                .addProperty("statement_timeout", String.valueOf(STATEMENT_LIMIT.toMillis()));
        settings.find(PASSWORD).ifPresent(connection::setPassword);
        if (settings.get(Environment.SETTING) == Environment.PRODUCTION) {
            requireOwnPassword(connection);
        }
        return new DatabaseConfig(connection, settings.get(POOL_SIZE));
    }

    /** Who can connect by guessing needs no access token. */
    private static void requireOwnPassword(PgConnectOptions connection) {
        String password =
                connection.getPassword() == null ? "" : connection.getPassword().toLowerCase(Locale.ROOT);
        if (SAMPLE_PASSWORDS.contains(password) || password.equalsIgnoreCase(connection.getUser())) {
            throw new StartFailure(
                    "DATABASE_URL has a password that everybody would try: production needs one of its own.");
        }
    }

    String jdbcUrl() {
        String sslMode = connection.getSslMode().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String host = connection.getHost().contains(":") ? "[" + connection.getHost() + "]" : connection.getHost();
        return "jdbc:postgresql://%s:%d/%s?sslmode=%s"
                .formatted(host, connection.getPort(), connection.getDatabase(), sslMode);
    }
}
