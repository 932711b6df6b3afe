package io.loomi.load;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server of our own in a JVM of its own, with the flags that the README runs services with. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final ChildProcess process;
    private final String url;
    private final Duration startToReady;

    private ServiceProcess(ChildProcess process, String url, Duration startToReady) {
        this.process = process;
        this.url = url;
        this.startToReady = startToReady;
    }

    /**
     * Starts it on a free port and waits for its first ready answer.
     *
     * @param what the arguments of java after its flags
     */
    static ServiceProcess start(String name, List<String> what, Map<String, String> environment, Path output)
            throws IOException {
        int port = freePort();
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("HTTP_HOST", "127.0.0.1");
        complete.put("HTTP_PORT", String.valueOf(port));
        String url = "http://127.0.0.1:" + port;
        long began = System.nanoTime();
        ChildProcess process = ChildProcess.start(name, java(what), complete, Path.of("."), output);
        try {
            awaitReady(process, URI.create(url + "/health/ready"), began);
            return new ServiceProcess(process, url, Duration.ofNanos(System.nanoTime() - began));
        } catch (StartFailure | IOException failure) {
            process.close();
            throw failure;
        }
    }

    static List<String> java(List<String> what) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(what);
        return command;
    }

    private static void awaitReady(ChildProcess process, URI ready, long began) throws IOException {
        while (!isReady(ready)) {
            if (process.hasEndedWithin(BETWEEN_LOOKS) || System.nanoTime() - began > LONGEST_START.toNanos()) {
                throw process.failed();
            }
        }
    }

    private static boolean isReady(URI ready) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return url;
    }

    Duration startToReady() {
        return startToReady;
    }

    Footprint footprint() {
        try {
            return Footprint.of(process.pid());
        } catch (IOException gone) {
            throw process.failed();
        }
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
