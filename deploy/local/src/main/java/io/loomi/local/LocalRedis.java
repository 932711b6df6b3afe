package io.loomi.local;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** An embedded Redis that keeps nothing between runs, as nothing in it needs keeping. */
public final class LocalRedis {

    private final RedisServer server;
    private final int port;

    private LocalRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Stops one that a killed bank has left behind, then starts one. */
    public static LocalRedis start(Path pidFile) {
        Orphan.stop(pidFile, "redis-server-"); // the embedded one's name has its version; a system's has not
        try {
            int port = freePort();
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .bind(FrontHost.LOOPBACK)
                    .setting("save \"\"")
                    .setting("maxmemory 64mb")
                    .setting("maxmemory-policy allkeys-lru")
                    .setting("pidfile \"" + pidFile + "\"")
                    .build();
            server.start();
            return new LocalRedis(server, port);
        } catch (IOException failure) {
            throw new StartFailure("Redis does not start: %s.".formatted(failure.getMessage()), failure);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public void stop() throws IOException {
        server.stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
