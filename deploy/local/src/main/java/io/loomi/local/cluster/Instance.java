package io.loomi.local.cluster;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One instance of a service, in a JVM of its own. */
final class Instance implements AutoCloseable {

    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx128m");

    private final String name;
    private final ChildProcess process;
    private final int port;

    private Instance(String name, ChildProcess process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it on a free port and does not wait for it.
     *
     * @param what the arguments of java after its flags: a jar, or a class path and a class
     * @param environment its settings, and what else it gets of the environment
     */
    static Instance start(String name, List<String> what, Map<String, String> environment, Path folder)
            throws IOException {
        int port = freePort();
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("HTTP_HOST", "127.0.0.1");
        complete.put("HTTP_PORT", String.valueOf(port));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(what);
        return new Instance(
                name, ChildProcess.start(name, command, complete, folder, folder.resolve(name + ".log")), port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** @throws StartFailure when it ends first */
    void awaitReady() {
        URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
        process.await(() -> answersOk(ready));
    }

    private static boolean answersOk(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }

    /** Asks it to end, and waits for as long as that takes; fails when it does not end well. */
    void endWell() {
        process.endWell();
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.kill();
    }

    void askToEnd() {
        process.askToEnd();
    }

    @Override
    public void close() {
        process.close();
    }
}
