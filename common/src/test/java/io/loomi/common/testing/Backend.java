package io.loomi.common.testing;

/**
 * A real PostgreSQL and a real Redis, started once for all tests of a module. With {@code -Dbackend=testcontainers}
 * they run in containers instead of child processes.
 */
public interface Backend {

    /** PostgreSQL's password. Production accepts it. */
    String PASSWORD = "of-these-tests-alone";

    /** Creates an empty database and returns its URL. */
    String createDatabase(String name);

    String redisUrl();

    static Backend shared() {
        return Shared.INSTANCE;
    }

    /** Started at the first use, stopped with the JVM. */
    final class Shared {
        private static final Backend INSTANCE =
                "testcontainers".equals(System.getProperty("backend")) ? new ContainerBackend() : new EmbeddedBackend();

        private Shared() {}
    }
}
