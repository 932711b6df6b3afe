package io.loomi.local.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One instance of a service, or of what answers like one, in a JVM of its own on a free port of this machine. */
public final class ServiceProcess implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 2000;

    /** What the README runs services with. */
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx128m");

    private final ChildProcess process;
    private final int port;
    private final long beganNanos;

    private ServiceProcess(ChildProcess process, int port, long beganNanos) {
        this.process = process;
        this.port = port;
        this.beganNanos = beganNanos;
    }

    /**
     * Starts it and does not wait for it.
     *
     * @param what the arguments of java after its flags: a jar, or a class path and a class
     * @param environment its settings, and what else it gets of the environment
     * @param folder where it runs; what it writes is in {@code <name>.log} there
     */
    public static ServiceProcess start(String name, List<String> what, Map<String, String> environment, Path folder)
            throws IOException {
        return start(name, what, environment, folder, FreePorts.take(1).getFirst());
    }

    /** The same on a port that the caller knows to be free, as that of one that was there before. */
    public static ServiceProcess start(
            String name, List<String> what, Map<String, String> environment, Path folder, int port) throws IOException {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("HTTP_HOST", "127.0.0.1");
        complete.put("HTTP_PORT", String.valueOf(port));
        long began = System.nanoTime();
        return new ServiceProcess(
                ChildProcess.start(name, java(what), complete, folder, folder.resolve(name + ".log")), port, began);
    }

    /** The command that runs a service with the flags that all of them have. */
    public static List<String> java(List<String> what) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(what);
        return command;
    }

    /**
     * Waits for its first ready answer.
     *
     * @return how long after its start that came
     * @throws io.loomi.common.config.StartFailure when it ends first
     */
    public Duration awaitReady() {
        URI ready = URI.create(url() + "/health/ready");
        process.await(() -> answersOk(ready));
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    private static boolean answersOk(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it without a warning, as kill -9 does. */
    public void kill() {
        process.kill();
    }

    /** Asks it to end; {@link #close} waits for that. */
    public void askToEnd() {
        process.askToEnd();
    }

    /** Asks it to end, and waits for as long as that takes; fails when it does not end well. */
    public void endWell() {
        process.endWell();
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
