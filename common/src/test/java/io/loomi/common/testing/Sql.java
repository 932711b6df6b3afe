package io.loomi.common.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Looks into a database, and changes it, behind a service's back. */
public final class Sql {

    private final String jdbcUrl;
    private final String user;
    private final String password;

    private Sql(URI url) {
        String[] credentials = url.getUserInfo().split(":", 2);
        this.jdbcUrl = "jdbc:postgresql://%s:%d%s".formatted(url.getHost(), url.getPort(), url.getPath());
        this.user = credentials[0];
        this.password = credentials[1];
    }

    /** @param url as {@link Backend#createDatabase} gives it */
    public static Sql on(String url) {
        return new Sql(URI.create(url));
    }

    /** Runs a statement and returns how many rows it changed. */
    public int run(String statement, Object... arguments) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
                PreparedStatement prepared = prepare(connection, statement, arguments)) {
            return prepared.executeUpdate();
        } catch (SQLException failure) {
            throw new AssertionError(statement, failure);
        }
    }

    /** The first column of the only row, as text. */
    public String text(String query, Object... arguments) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
                PreparedStatement prepared = prepare(connection, query, arguments);
                ResultSet rows = prepared.executeQuery()) {
            if (!rows.next()) {
                throw new AssertionError("no row: " + query);
            }
            return String.valueOf(rows.getString(1));
        } catch (SQLException failure) {
            throw new AssertionError(query, failure);
        }
    }

    private static PreparedStatement prepare(Connection connection, String statement, Object... arguments)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < arguments.length; i++) {
            prepared.setObject(i + 1, arguments[i]);
        }
        return prepared;
    }
}
