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

/** An embedded Redis that keeps nothing between runs, as nothing in it needs keeping. */
public final class LocalRedis {

    private static final String READY = "Ready to accept connections";

    private final ChildProcess process;
    private final int port;

    private LocalRedis(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Stops one that a killed bank has left behind, then starts one. The library brings the program only: it registers hooks that
     * stop Redis before what uses it, and fails, with Redis running, where the JVM is about to end.
     *
     * @param pidFile also names the folder for the program and its log
     */
    public static LocalRedis start(Path pidFile) {
        OrphanedProcess.stop(pidFile, "redis-server-"); // the embedded one's name has its version; a system's has not
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
