package io.loomi.local.cluster;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run beside this one, with all that it writes in a file. */
final class ChildProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration LONGEST_END = Duration.ofMinutes(5);
    private static final long BETWEEN_LOOKS_MILLIS = 10;

    /** Longer than a service lets its requests end. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** @param environment all of it, and nothing of this process's own */
    static ChildProcess start(String name, List<String> command, Map<String, String> environment, Path folder, Path log)
            throws IOException {
        Files.deleteIfExists(log);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), log);
    }

    /** Whether something has come true; an error of looking counts as no. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /** @throws StartFailure with its last words when it ends first, or takes too long */
    void await(Condition condition) {
        long began = System.nanoTime();
        while (!holds(condition)) {
            if (hasEndedWithin(BETWEEN_LOOKS_MILLIS) || System.nanoTime() - began > LONGEST_START.toNanos()) {
                throw new StartFailure("%s does not start: %s".formatted(name, lastWords()));
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

    private boolean hasEndedWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("The start was interrupted.", interrupted);
        }
    }

    private String lastWords() {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((_, last) -> last)
                    .map(String::strip)
                    .orElse("it said nothing.");
        } catch (IOException unreadable) {
            return "see " + log;
        }
    }

    /**
     * Asks it to end, and waits for as long as that takes.
     *
     * @throws StartFailure with its last words when it does not end well
     */
    void endWell() {
        process.destroy();
        awaitGoodEnd();
    }

    /** @throws StartFailure with its last words when it does not end well */
    void awaitGoodEnd() {
        if (!hasEndedWithin(LONGEST_END.toMillis()) || process.exitValue() != 0) {
            throw new StartFailure("%s does not end well: %s".formatted(name, lastWords()));
        }
    }

    long pid() {
        return process.pid();
    }

    /** Ends it without a warning, as kill -9 does. */
    void kill() {
        process.destroyForcibly();
    }

    /** Asks it to end; {@link #close} waits for that. */
    void askToEnd() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroy();
        if (!hasEndedWithin(PATIENCE.toMillis())) {
            process.destroyForcibly();
        }
    }
}
