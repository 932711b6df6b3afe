package io.loomi.local.process;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A child process whose output goes to a file. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration EXIT_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    /** Longer than the graceful shutdown of a service. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(12);

    private final String name;
    private final Process process;
    private final Path output;

    private ChildProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * @param environment its whole environment, apart from {@code PATH} and {@code HOME}; it inherits nothing else from this
     *     process
     * @param folder its working directory
     * @param output the file for its output; earlier content is overwritten
     */
    public static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Path folder, Path output)
            throws IOException {
        Files.write(output, new byte[0]);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                // Append: Nginx opens its output twice, and would otherwise overwrite its own lines.
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), output);
    }

    /** A condition to wait for; an IOException counts as false. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }

    /** @throws StartFailure with the last line of its output when it ends first, or takes too long */
    public void await(Condition condition) {
        long began = System.nanoTime();
        while (!holds(condition)) {
            if (hasEndedWithin(POLL_INTERVAL) || System.nanoTime() - began > START_TIMEOUT.toNanos()) {
                throw failed();
            }
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits for its end, at most this long. */
    public boolean hasEndedWithin(Duration wait) {
        try {
            return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("The wait for %s was interrupted.".formatted(name), interrupted);
        }
    }

    /**
     * Stops it and waits until it has ended.
     *
     * @throws StartFailure with the last line of its output when it does not end with exit code 0
     */
    public void stopCleanly() {
        process.destroy();
        awaitCleanExit();
    }

    /** @throws StartFailure with the last line of its output when it does not end with exit code 0 */
    public void awaitCleanExit() {
        if (!hasEndedWithin(EXIT_TIMEOUT) || process.exitValue() != 0) {
            throw failed();
        }
    }

    /**
     * Returns its output, after it has ended.
     *
     * @throws StartFailure with the last line of its output when its exit code is not 0
     */
    public String output() {
        if (process.exitValue() != 0) {
            throw failed();
        }
        return text();
    }

    /** A failure with the last line of its output. */
    public StartFailure failed() {
        return new StartFailure("%s failed: %s".formatted(name, ExitMessage.of(text())));
    }

    private String text() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            throw new StartFailure("%s cannot be read.".formatted(output), unreadable);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Kills it, as kill -9 does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Sends the stop signal without waiting; {@link #close} waits. */
    public void requestStop() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroy();
        if (!hasEndedWithin(CLOSE_TIMEOUT)) {
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
