package io.loomi.common.database;

import io.loomi.common.async.TimeLimit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.StringResource;
import org.jspecify.annotations.Nullable;

/** Compares the names and checksums that Flyway has recorded in a database with this release's migrations. */
final class MigrationHistory {

    /**
     * Selects the last run of each migration. Failed runs, and entries that are not SQL migrations, get an empty name,
     * so that they match no file.
     */
    private static final String RECORDED = """
            SELECT DISTINCT ON (script) CASE WHEN success AND type = 'SQL' THEN script ELSE '' END, checksum
              FROM flyway_schema_history ORDER BY script, installed_rank DESC
            """;

    private MigrationHistory() {}

    /**
     * Whether the database has exactly these migrations. Never fails: it returns false when it cannot tell, and Flyway
     * then reports the problem.
     */
    static Future<Boolean> isCurrent(Vertx vertx, String service, DatabaseConfig config) {
        Future<Map<String, Integer>> local = vertx.executeBlocking(
                        () -> local(MigrationHistory.class.getClassLoader(), service), false)
                .map(Objects::requireNonNull);
        return recorded(vertx, config)
                .compose(recorded -> local.map(migrations -> areEqual(migrations, recorded)))
                .otherwise(false);
    }

    /** Recorded repeatable migrations whose files no longer exist do not count, as Flyway ignores them. */
    private static boolean areEqual(Map<String, Integer> local, Map<String, Integer> recorded) {
        recorded.keySet().removeIf(script -> script.startsWith("R__") && !local.containsKey(script));
        return !local.isEmpty() && local.equals(recorded);
    }

    private static Future<Map<String, Integer>> recorded(Vertx vertx, DatabaseConfig config) {
        Future<Map<String, Integer>> answer = PgConnection.connect(vertx, config.connection())
                .compose(connection -> connection
                        .query(RECORDED)
                        .execute()
                        .map(MigrationHistory::checksums)
                        .eventually(connection::close));
        return TimeLimit.on(answer, DatabaseConfig.CONNECTION_TIMEOUT);
    }

    private static Map<String, Integer> checksums(RowSet<Row> rows) {
        Map<String, Integer> checksums = new HashMap<>();
        rows.forEach(row -> checksums.put(row.getString(0), row.getInteger(1)));
        return checksums;
    }

    /** Whether the statement's database has a Flyway history. */
    static boolean exists(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT to_regclass('flyway_schema_history') IS NOT NULL")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** The checksums of the service's migrations, by file name. */
    static Map<String, Integer> local(ClassLoader classes, String service) throws IOException {
        String folder = service + "/migrations/";
        Map<String, Integer> checksums = new HashMap<>();
        for (String script : scripts(classes, folder)) {
            checksums.put(script, checksum(classes, folder + script));
        }
        return checksums;
    }

    /**
     * The names of the SQL files in a folder of the class path, in a directory or a jar; empty when there is no such
     * folder.
     */
    private static List<String> scripts(ClassLoader classes, String folder) throws IOException {
        @Nullable URL place = classes.getResource(folder);
        if (place == null) {
            return List.of();
        }
        if (place.openConnection() instanceof JarURLConnection inside) {
            return inside.getJarFile().stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(folder) && name.endsWith(".sql"))
                    .map(name -> name.substring(folder.length()))
                    .toList();
        }
        try (Stream<Path> files = Files.list(Path.of(URI.create(place.toString())))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .toList();
        }
    }

    /** Flyway's own checksum. This loads few of its classes. */
    private static int checksum(ClassLoader classes, String resource) throws IOException {
        try (@Nullable InputStream file = classes.getResourceAsStream(resource)) {
            byte[] script = Objects.requireNonNull(file, resource).readAllBytes();
            return ChecksumCalculator.calculate(new StringResource(new String(script, StandardCharsets.UTF_8)));
        }
    }
}
