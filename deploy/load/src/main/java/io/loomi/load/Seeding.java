package io.loomi.load;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Fills a database with SQL, and checkpoints it before a measurement. */
final class Seeding {

    private final String url;

    /** @param url a URL in the form of {@code DATABASE_URL} */
    Seeding(String url) {
        URI given = URI.create(url);
        String[] user = given.getUserInfo().split(":", 2);
        this.url = "jdbc:postgresql://%s:%d%s?user=%s&password=%s"
                .formatted(given.getHost(), given.getPort(), given.getPath(), user[0], user[1]);
    }

    /**
     * Runs scripts on one connection, then vacuums.
     *
     * @param settings values by name, for {@code current_setting}
     */
    void run(Map<String, String> settings, List<String> scripts) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement set = connection.prepareStatement("SELECT set_config(?, ?, false)");
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                set.setString(1, setting.getKey());
                set.setString(2, setting.getValue());
                set.execute();
            }
            for (String script : scripts) {
                statement.execute(script);
            }
            statement.execute("VACUUM (ANALYZE)");
        }
    }

    /** Writes dirty pages to disk, so that a measurement does not pay for the one before. */
    void checkpoint() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
