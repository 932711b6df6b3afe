package io.loomi.local.process;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run beside this one, with all that it writes in a file. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration LONGEST_END = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    /** Longer than a service lets its requests end. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final String name;
    private final Process process;
    private final Path output;

    private ChildProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * @param environment all that it gets beside {@code PATH} and {@code HOME}: what is set in this terminal reaches it
     *     only if somebody says so
     * @param folder where it runs
     * @param output the file that takes all that it writes, in the place of what was in it
     */
    public static ChildProcess start(
            String name, List<String> command, Map<String, String> environment, Path folder, Path output)
            throws IOException {
        Files.write(output, new byte[0]);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                // appended, as Nginx opens its output a second time, and one would write over the other
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), output);
    }

    /** Whether something has come true; an error of looking counts as no. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }

    /** @throws StartFailure with its last words when it ends first, or takes too long */
    public void await(Condition condition) {
        long began = System.nanoTime();
        while (!holds(condition)) {
            if (hasEndedWithin(BETWEEN_LOOKS) || System.nanoTime() - began > LONGEST_START.toNanos()) {
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

    /** Waits until it has ended, for so long at most. */
    public boolean hasEndedWithin(Duration wait) {
        try {
            return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("The wait for %s was interrupted.".formatted(name), interrupted);
        }
    }

    /**
     * Asks it to end, and waits for as long as that takes.
     *
     * @throws StartFailure with its last words when it does not end well
     */
    public void endWell() {
        process.destroy();
        awaitGoodEnd();
    }

    /** @throws StartFailure with its last words when it does not end well */
    public void awaitGoodEnd() {
        if (!hasEndedWithin(LONGEST_END) || process.exitValue() != 0) {
            throw failed();
        }
    }

    /**
     * What it has written, now that it has ended.
     *
     * @throws StartFailure with its last words when it has not ended well
     */
    public String output() {
        if (process.exitValue() != 0) {
            throw failed();
        }
        return text();
    }

    /** Why it did not do what it should, as far as it says. */
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

    /** Ends it without a warning, as kill -9 does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Asks it to end; {@link #close} waits for that. */
    public void askToEnd() {
        process.destroy();
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
