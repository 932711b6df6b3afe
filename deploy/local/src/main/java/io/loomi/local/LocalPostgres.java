package io.loomi.local;

import io.loomi.common.config.StartFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** An embedded PostgreSQL with durable data: commits are flushed to disk, as in production. */
public final class LocalPostgres {

    private static final String PROGRAM = "postgres";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private LocalPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Stops a server that a killed bank left on this data, starts a new one and creates the missing databases. */
    public static LocalPostgres start(Path data, List<String> databases) {
        Path pidFile = data.resolve("postmaster.pid");
        OrphanedProcess.stop(pidFile, PROGRAM);
        try {
            LocalPostgres postgres = new LocalPostgres(EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_TIMEOUT)
                    // The library turns both off, for disposable databases.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start());
            postgres.require("fsync", "on");
            postgres.require("synchronous_commit", "on");
            databases.forEach(postgres::createIfMissing);
            return postgres;
        } catch (IOException | RuntimeException failure) {
            OrphanedProcess.stop(pidFile, PROGRAM); // it may be running although the start failed
            throw new StartFailure(
                    "PostgreSQL does not start on %s: see its log there, or name another folder with --data."
                            .formatted(data),
                    failure);
        }
    }

    private void require(String setting, String value) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SHOW " + setting)) {
            if (!shown.next() || !value.equals(shown.getString(1))) {
                throw new IllegalStateException(setting + " is not " + value);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void createIfMissing(String database) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            String find = "SELECT 1 FROM pg_database WHERE datname = '" + database + "'";
            try (ResultSet found = statement.executeQuery(find)) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public Connection connect(String database) throws SQLException {
        return server.getDatabase("postgres", database).getConnection();
    }

    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public String url(String database) {
        return "postgresql://postgres:postgres@127.0.0.1:%d/%s".formatted(server.getPort(), database);
    }

    public void stop() throws IOException {
        server.close();
    }
}
