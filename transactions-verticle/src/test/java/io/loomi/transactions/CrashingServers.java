package io.loomi.transactions;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import redis.embedded.RedisServer;

/** A PostgreSQL and a Redis of a test's own, killed (-9) and started again where they were. */
final class CrashingServers implements AutoCloseable {

    private final Path folder;
    private final int redisPort = freePort();
    private EmbeddedPostgres postgres;
    private ProcessHandle redis;

    CrashingServers(Path folder) {
        this.folder = folder;
        this.postgres = startPostgres(0);
        this.redis = startRedis();
    }

    String databaseUrl() {
        return "postgresql://postgres@127.0.0.1:%d/postgres".formatted(postgres.getPort());
    }

    String redisUrl() {
        return "redis://127.0.0.1:" + redisPort;
    }

    void killPostgres() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("data/postmaster.pid"));
            ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow().destroyForcibly();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** It may refuse for as long as processes of the one that was killed are there. */
    void restartPostgres() {
        int port = postgres.getPort();
        try {
            postgres.close(); // lets go of the folder; there is nothing left to stop
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        postgres = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> startPostgres(port), Objects::nonNull);
    }

    void killRedis() {
        redis.destroyForcibly();
    }

    void restartRedis() {
        redis = Awaitility.await().ignoreExceptions().until(this::startRedis, Objects::nonNull);
    }

    private EmbeddedPostgres startPostgres(int port) {
        try {
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ProcessHandle startRedis() {
        try {
            Set<Long> before = children();
            RedisServer.newRedisServer()
                    .port(redisPort)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .build()
                    .start();
            return ProcessHandle.current()
                    .children()
                    .filter(child -> !before.contains(child.pid()))
                    .filter(child -> child.info().command().orElse("").contains("redis"))
                    .findAny()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        killRedis();
        try {
            postgres.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
