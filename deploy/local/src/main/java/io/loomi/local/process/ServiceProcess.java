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

/** An instance of a service, or a server that answers like one, in its own JVM on a free port of this machine. */
public final class ServiceProcess implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 2000;

    /** The JVM flags of docs/deployment.md. */
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
     * Starts the instance without waiting for readiness.
     *
     * @param arguments the java arguments after the flags: a jar, or a class path and a class
     * @param environment its settings and other environment variables
     * @param folder its working directory; its output is in {@code <name>.log} there
     */
    public static ServiceProcess start(
            String name, List<String> arguments, Map<String, String> environment, Path folder) throws IOException {
        return start(name, arguments, environment, folder, FreePorts.take(1).getFirst());
    }

    /** Starts the instance on a port that the caller knows to be free, such as the port of an earlier instance. */
    public static ServiceProcess start(
            String name, List<String> arguments, Map<String, String> environment, Path folder, int port)
            throws IOException {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("HTTP_HOST", "127.0.0.1");
        complete.put("HTTP_PORT", String.valueOf(port));
        long began = System.nanoTime();
        return new ServiceProcess(
                ChildProcess.start(name, java(arguments), complete, folder, folder.resolve(name + ".log")),
                port,
                began);
    }

    /** The command that runs a service with the common JVM flags. */
    public static List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(arguments);
        return command;
    }

    /**
     * Waits until the instance is ready.
     *
     * @return the time from its start to readiness
     * @throws io.loomi.common.config.StartFailure when it ends before it is ready
     */
    public Duration awaitReady() {
        URI ready = URI.create(url() + "/health/ready");
        process.await(() -> answersOk(ready));
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    private static boolean answersOk(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
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

    /** Kills it, as kill -9 does. */
    public void kill() {
        process.kill();
    }

    /** Sends the stop signal without waiting; {@link #close} waits. */
    public void requestStop() {
        process.requestStop();
    }

    /** Stops it and waits until it has ended; fails when its exit code is not 0. */
    public void stopCleanly() {
        process.stopCleanly();
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
