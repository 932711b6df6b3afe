package io.loomi.common.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;

/** A durable PostgreSQL for one test, which can be killed (-9) and restarted on the same port with its data. */
public final class CrashingPostgres implements AutoCloseable {

    private final Path folder;
    private EmbeddedPostgres server;

    /** @param folder of its data */
    public CrashingPostgres(Path folder) {
        this.folder = folder;
        this.server = start(0);
    }

    public String url() {
        return "postgresql://postgres@127.0.0.1:%d/postgres".formatted(server.getPort());
    }

    public void kill() {
        try {
            String pid = Files.readAllLines(folder.resolve("postmaster.pid")).getFirst();
            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Retries, because PostgreSQL refuses to start while processes of the killed server exist. */
    public void restart() {
        int port = server.getPort();
        close(); // releases the folder; the server is already dead
        server = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> start(port), Objects::nonNull);
    }

    private EmbeddedPostgres start(int port) {
        try {
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
