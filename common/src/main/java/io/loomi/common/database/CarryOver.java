package io.loomi.common.database;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Migrates a database of the last version before the baseline to the baseline, because the earlier migrations were
 * squashed into it. The script is {@code <service>/carry-over/V<n>.sql}, where n is the database's last version. The
 * schema and Flyway's history change in one commit, so a crash leaves either the old schema or the baseline.
 */
final class CarryOver {

    private static final String BASELINE = "V1__baseline.sql";

    private static final String FIRST_SCRIPT =
            "SELECT script FROM flyway_schema_history WHERE version = '1' AND success";

    private static final String LAST_VERSION =
            "SELECT max(version::integer)::text FROM flyway_schema_history WHERE version IS NOT NULL";

    private static final String RECORD_BASELINE = """
            INSERT INTO flyway_schema_history (
              installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            VALUES (1, '1', 'baseline', 'SQL', ?, ?, current_user, 0, true)
            """;

    private CarryOver() {}

    /** Does nothing if the database is new or began with the baseline. */
    static void run(DataSource database, String service) throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            if (!MigrationHistory.exists(statement)) {
                return;
            }
            statement.execute("LOCK TABLE flyway_schema_history IN ACCESS EXCLUSIVE MODE");
            @Nullable String first = text(statement, FIRST_SCRIPT);
            @Nullable Integer checksum = MigrationHistory.local(CarryOver.class.getClassLoader(), service)
                    .get(BASELINE);
            if (first == null || checksum == null || first.equals(BASELINE)) {
                return;
            }
            statement.execute(script(service, String.valueOf(text(statement, LAST_VERSION))));
            statement.execute("DELETE FROM flyway_schema_history");
            record(connection, checksum);
            connection.commit();
        }
    }

    private static void record(Connection connection, int checksum) throws SQLException {
        try (PreparedStatement record = connection.prepareStatement(RECORD_BASELINE)) {
            record.setString(1, BASELINE);
            record.setInt(2, checksum);
            record.executeUpdate();
        }
    }

    private static String script(String service, String version) throws IOException {
        String name = service + "/carry-over/V" + version + ".sql";
        try (@Nullable InputStream file = CarryOver.class.getClassLoader().getResourceAsStream(name)) {
            if (file == null) {
                throw new StartFailure(
                        ("The database of %s has schema version %s, which this release cannot migrate: start the"
                                        + " previous release once, and then this one.")
                                .formatted(service, version));
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static @Nullable String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
