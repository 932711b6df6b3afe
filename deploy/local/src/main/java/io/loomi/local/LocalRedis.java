package io.loomi.local;

import io.loomi.common.config.StartFailure;
import io.loomi.local.process.ChildProcess;
import io.loomi.local.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/** An embedded Redis without persistence. */
public final class LocalRedis {

    private static final String READY = "Ready to accept connections";

    private final ChildProcess process;
    private final int port;

    private LocalRedis(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Stops a Redis that a killed bank left behind, then starts a new one. Only the program comes from the library. The
     * library's own start is not used: its shutdown hook would stop Redis before the services, and a start that fails during a
     * shutdown of the JVM would leave Redis running.
     *
     * @param pidFile the program and its log go into the folder {@code redis} next to it
     */
    public static LocalRedis start(Path pidFile) {
        OrphanedProcess.stop(pidFile, "redis-server-"); // unlike a system Redis, its file name has a version
        try {
            Path folder = Files.createDirectories(pidFile.resolveSibling("redis"));
            String program = ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toString();
            return FreePorts.retrying(
                    () -> start(program, pidFile, folder, FreePorts.take(1).getFirst()));
        } catch (IOException failure) {
            throw new StartFailure("Redis does not start: %s.".formatted(failure.getMessage()), failure);
        }
    }

    private static LocalRedis start(String program, Path pidFile, Path folder, int port) throws IOException {
        List<String> command = List.of(
                program,
                "--port",
                String.valueOf(port),
                "--bind",
                ListenAddress.LOOPBACK,
                "--save",
                "",
                "--maxmemory",
                "64mb",
                "--maxmemory-policy",
                "allkeys-lru",
                "--pidfile",
                pidFile.toString());
        Path log = folder.resolve("redis.log");
        ChildProcess process = ChildProcess.start("Redis", command, Map.of(), folder, log);
        try {
            process.await(() -> Files.readString(log).contains(READY));
            return new LocalRedis(process, port);
        } catch (RuntimeException failure) {
            process.close();
            throw failure;
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public void stop() {
        process.close();
    }
}
