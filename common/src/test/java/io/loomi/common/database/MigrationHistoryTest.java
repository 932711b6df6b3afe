package io.loomi.common.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class MigrationHistoryTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String SERVICE = "echo";

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void recognizesADatabaseWithExactlyTheseMigrations() {
        DatabaseConfig database = database("history_current");
        assertThat(isCurrent(database)).isFalse();

        assertThat(Migrations.run(VERTX, SERVICE, database).await()).isEqualTo(1);

        assertThat(isCurrent(database)).isTrue();
        assertThat(Migrations.run(VERTX, SERVICE, database).await()).isZero();
    }

    @Test
    void ignoresARepeatableMigrationWhoseFileIsGone() {
        DatabaseConfig database = database("history_gone");
        Migrations.run(VERTX, SERVICE, database).await();
        run(
                database,
                "INSERT INTO flyway_schema_history SELECT installed_rank + 1, NULL, 'gone', type, 'R__gone.sql', 7,"
                        + " installed_by, installed_on, execution_time, true FROM flyway_schema_history");

        assertThat(isCurrent(database)).isTrue();
        assertThat(Migrations.run(VERTX, SERVICE, database).await()).isZero();
    }

    @Test
    void letsFlywayRefuseAChangedMigration() {
        DatabaseConfig database = database("history_changed");
        Migrations.run(VERTX, SERVICE, database).await();
        run(database, "UPDATE flyway_schema_history SET checksum = checksum + 1");

        assertThat(isCurrent(database)).isFalse();
        assertThatThrownBy(() -> Migrations.run(VERTX, SERVICE, database).await())
                .isInstanceOf(StartFailure.class);
    }

    @Test
    void letsFlywayRefuseAFailedMigration() {
        DatabaseConfig database = database("history_failed");
        Migrations.run(VERTX, SERVICE, database).await();
        run(database, "UPDATE flyway_schema_history SET success = false");

        assertThat(isCurrent(database)).isFalse();
        assertThatThrownBy(() -> Migrations.run(VERTX, SERVICE, database).await())
                .isInstanceOf(StartFailure.class);
    }

    @Test
    void refusesADatabaseThatIsNotInUtf8() {
        String url = Backend.shared().createDatabase("history_encoding");
        run(config(url), "CREATE DATABASE history_ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        DatabaseConfig ascii = config(url.replace("history_encoding", "history_ascii"));

        assertThatThrownBy(() -> Migrations.run(VERTX, SERVICE, ascii).await())
                .isInstanceOf(StartFailure.class)
                .hasMessage("The database of echo has the encoding SQL_ASCII: create it with ENCODING 'UTF8'.");
    }

    @Test
    void letsFlywayDecideOnANewerSchema() {
        DatabaseConfig database = database("history_ahead");
        Migrations.run(VERTX, SERVICE, database).await();
        run(
                database,
                "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '2', description, type, 'V2__more.sql', 7,"
                        + " installed_by, installed_on, execution_time, true FROM flyway_schema_history");

        assertThat(isCurrent(database)).isFalse();
        assertThat(Migrations.run(VERTX, SERVICE, database).await()).isZero();
    }

    @Test
    void readsJarsAndAnyLineEnds(@TempDir Path folder) throws IOException {
        Map<String, Integer> expected = MigrationHistory.local(getClass().getClassLoader(), SERVICE);
        Path jar = folder.resolve("service.jar");
        try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
            entries.putNextEntry(new JarEntry("echo/migrations/"));
            entries.putNextEntry(new JarEntry("echo/migrations/V1__words.sql"));
            entries.write(sql().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            entries.putNextEntry(new JarEntry("echo/migrations/notes.txt"));
        }

        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            assertThat(MigrationHistory.local(classes, SERVICE))
                    .isEqualTo(expected)
                    .hasSize(1);
        }
    }

    private static String sql() throws IOException {
        try (var file = MigrationHistoryTest.class.getResourceAsStream("/echo/migrations/V1__words.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isCurrent(DatabaseConfig database) {
        return MigrationHistory.isCurrent(VERTX, SERVICE, database).await();
    }

    private static void run(DatabaseConfig database, String sql) {
        PgConnection.connect(VERTX, database.connection())
                .compose(connection -> connection.query(sql).execute().eventually(connection::close))
                .await();
    }

    private static DatabaseConfig database(String name) {
        return config(Backend.shared().createDatabase(name));
    }

    private static DatabaseConfig config(String url) {
        return DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", url)));
    }
}
