package io.loomi.load;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that the bench runs, with all of its output in a file. */
final class ChildProcess implements AutoCloseable {

    /** Nothing that the bench runs has anything to lose. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final Process process;
    private final Path output;

    private ChildProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * @param environment all that it gets beside {@code PATH} and {@code HOME}: what is set in this terminal must not
     *     change what is measured
     */
    static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Path folder, Path output)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), output);
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it has ended, for so long at most. */
    boolean hasEndedWithin(Duration wait) {
        try {
            return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("The bench was interrupted.", interrupted);
        }
    }

    /**
     * What it has written, now that it has ended.
     *
     * @throws StartFailure when it has not ended well
     */
    String output() {
        if (process.exitValue() != 0) {
            throw failed();
        }
        return text();
    }

    /** Why it did not do what it should, as far as it says. */
    StartFailure failed() {
        List<String> lines = text().lines()
                .filter(line -> !line.isBlank())
                .map(String::strip)
                .toList();
        return new StartFailure(
                "%s failed: %s".formatted(name, lines.isEmpty() ? "it said nothing." : lines.getLast()));
    }

    private String text() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            throw new StartFailure("%s cannot be read.".formatted(output), unreadable);
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!hasEndedWithin(PATIENCE)) {
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
