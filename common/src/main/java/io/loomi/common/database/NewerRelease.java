package io.loomi.common.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a newer release has migrated a database. An instance of an older release may start during a rolling
 * update or a rollback. Flyway would then replace the newer functions with the older ones, because the checksums
 * differ.
 */
final class NewerRelease {

    private static final Logger LOG = LoggerFactory.getLogger(NewerRelease.class);

    private static final String RUNS = """
            SELECT script, checksum FROM flyway_schema_history
             WHERE success AND type = 'SQL' ORDER BY installed_rank
            """;

    private NewerRelease() {}

    /**
     * Whether Flyway has run a versioned migration that this release does not have, or has run a repeatable migration
     * first in this release's form and later in another form. So a release that returns to an earlier form of a
     * function must change something in its file, such as a comment.
     */
    static boolean hasMigrated(DataSource database, String service) throws SQLException, IOException {
        Map<String, Integer> local = MigrationHistory.local(NewerRelease.class.getClassLoader(), service);
        Map<String, List<Integer>> runs = runs(database);
        boolean newer = runs.entrySet().stream()
                .anyMatch(run -> isNewer(run.getKey(), run.getValue(), local.get(run.getKey())));
        if (newer) {
            LOG.atWarn()
                    .addKeyValue("service", service)
                    .log("A newer release has migrated the database: the schema stays unchanged");
        }
        return newer;
    }

    private static boolean isNewer(String script, List<Integer> checksums, @Nullable Integer local) {
        return local == null
                ? script.startsWith("V")
                : checksums.contains(local) && !checksums.getLast().equals(local);
    }

    private static Map<String, List<Integer>> runs(DataSource database) throws SQLException {
        Map<String, List<Integer>> runs = new HashMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!MigrationHistory.exists(statement)) {
                return runs;
            }
            try (ResultSet rows = statement.executeQuery(RUNS)) {
                while (rows.next()) {
                    runs.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                            .add(rows.getInt(2));
                }
            }
        }
        return runs;
    }
}
