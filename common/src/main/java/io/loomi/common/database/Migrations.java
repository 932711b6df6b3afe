package io.loomi.common.database;

import io.loomi.common.config.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Migrates a database to the newest version of its schema. Several instances may do so at once. */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /**
     * Runs the migrations in {@code <service>/migrations} on the class path, on a worker thread.
     *
     * @return how many were run; fails with a {@link StartFailure}
     */
    public static Future<Integer> run(Vertx vertx, String service, DatabaseConfig config) {
        return runUnless(isCurrent(vertx, service, config), vertx, service, config);
    }

    /**
     * Like {@link #run}, but does nothing if the schema is current. Loading Flyway only to find that out takes a fifth
     * of the start time.
     */
    public static Future<Integer> runUnless(
            Future<Boolean> current, Vertx vertx, String service, DatabaseConfig config) {
        return current.compose(isCurrent -> isCurrent
                        ? Future.succeededFuture(0)
                        : vertx.executeBlocking(() -> migrate(service, config), false)
                                .map(Objects::requireNonNull))
                .onSuccess(executed ->
                        LOG.atInfo().addKeyValue("migrations", executed).log("Database schema is up to date"));
    }

    /** Whether the database has exactly these migrations. Never fails, and changes nothing. */
    public static Future<Boolean> isCurrent(Vertx vertx, String service, DatabaseConfig config) {
        return MigrationHistory.isCurrent(vertx, service, config);
    }

    private static int migrate(String service, DatabaseConfig config) {
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(
                            config.jdbcUrl(),
                            config.connection().getUser(),
                            config.connection().getPassword())
                    .locations("classpath:" + service + "/migrations")
                    .connectRetries(0)
                    .group(true) // one commit: a function may call another whose file comes later
                    .ignoreMigrationPatterns("*:future", "repeatable:missing")
                    .load();
            DataSource database = flyway.getConfiguration().getDataSource();
            requireUtf8(database, service);
            CarryOver.run(database, service);
            return NewerRelease.hasMigrated(database, service) ? 0 : flyway.migrate().migrationsExecuted;
        } catch (FlywayException | SQLException | IOException failure) {
            throw new StartFailure(
                    "The database of %s cannot be used: start PostgreSQL or correct DATABASE_URL (%s)."
                            .formatted(service, firstLine(failure)),
                    failure);
        }
    }

    /** Texts are normalized in SQL, which PostgreSQL does in this encoding only. */
    private static void requireUtf8(DataSource database, String service) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_encoding")) {
            rows.next();
            String encoding = rows.getString(1);
            if (!encoding.equals("UTF8")) {
                throw new StartFailure("The database of %s has the encoding %s: create it with ENCODING 'UTF8'."
                        .formatted(service, encoding));
            }
        }
    }

    /** The first line of the innermost cause that has a message. */
    private static String firstLine(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> String.valueOf(cause.getMessage()).lines().limit(1))
                .filter(line -> !line.equals("null"))
                .reduce("no detail", (_, inner) -> inner);
    }
}
