package io.loomi.common.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL and Redis in containers. Testcontainers removes them when the JVM ends. */
final class ContainerBackend implements Backend {

    private static final int REDIS_PORT = 6379;

    private final PostgreSQLContainer postgres =
            new PostgreSQLContainer(DockerImageName.parse("postgres:18-alpine")).withPassword(PASSWORD);
    private final GenericContainer<?> redis =
            new GenericContainer<>(DockerImageName.parse("redis:8-alpine")).withExposedPorts(REDIS_PORT);

    ContainerBackend() {
        postgres.start();
        redis.start();
    }

    @Override
    public String createDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(
                        postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(
                        postgres.getUsername(),
                        postgres.getPassword(),
                        postgres.getHost(),
                        postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                        name);
    }

    @Override
    public String redisUrl() {
        return "redis://%s:%d".formatted(redis.getHost(), redis.getMappedPort(REDIS_PORT));
    }
}
