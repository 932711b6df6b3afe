package io.loomi.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import redis.embedded.RedisServer;

/** A Redis for one test, which can be killed (-9) and restarted, empty, on the same port. */
public final class CrashingRedis implements AutoCloseable {

    private final int port = freePort();
    private ProcessHandle server = start();

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public void kill() {
        server.destroyForcibly();
    }

    public void restart() {
        server = Awaitility.await().ignoreExceptions().until(this::start, Objects::nonNull);
    }

    private ProcessHandle start() {
        try {
            Set<Long> before = children();
            RedisServer.newRedisServer()
                    .port(port)
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
        kill();
    }
}
