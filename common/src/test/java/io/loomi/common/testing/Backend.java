package io.loomi.common.testing;

/**
 * A real PostgreSQL and a real Redis, started once for all tests of a module. {@code -Dbackend=testcontainers} takes them
 * from containers instead of child processes.
 */
public interface Backend {

    /** Of PostgreSQL: not one that production refuses. */
    String PASSWORD = "of-these-tests-alone";

    /** A new, empty database. */
    String createDatabase(String name);

    String redisUrl();

    static Backend shared() {
        return Shared.INSTANCE;
    }

    /** Started when first used, stopped with the JVM. */
    final class Shared {
        private static final Backend INSTANCE =
                "testcontainers".equals(System.getProperty("backend")) ? new ContainerBackend() : new EmbeddedBackend();

        private Shared() {}
    }
}
