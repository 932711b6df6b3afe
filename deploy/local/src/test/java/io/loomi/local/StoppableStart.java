package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.local.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A command that starts a bank in its own process group, as in a terminal, and is stopped during the start. */
final class StoppableStart implements AutoCloseable {

    /** Starts the command with job control, prints the id of its group, and ends with its exit code. */
    private static final String IN_A_GROUP = "set -m; \"$@\" >\"$0\" 2>&1 & echo $!; wait $!";

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Path data;
    private final Path output;
    private final Process shell;
    private final long group;
    private final int port;

    /** @param java the java arguments that name the command */
    StoppableStart(Path data, Path output, List<String> java) throws IOException {
        this.data = data;
        this.output = output;
        this.port = FreePorts.take(1).getFirst();
        List<String> command = new ArrayList<>(List.of("bash", "-c", IN_A_GROUP, output.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(java);
        command.addAll(List.of("--port", String.valueOf(port), "--data", data.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CUSTOMERS_PORT", "0");
        builder.environment().put("TRANSACTIONS_PORT", "0");
        this.shell = builder.start();
        this.group = Long.parseLong(shell.inputReader().readLine());
    }

    /** Waits until the start reaches the stage; fails when the command ends by itself. */
    void await(Stage stage) {
        Awaitility.await(stage.name())
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ZERO)
                .until(() -> stage.isReached(this) || !shell.isAlive());
        assertThat(shell.isAlive()).as("%s, after %s", stage, output()).isTrue();
    }

    /** Lets the start continue for a while; fails when the command ends by itself. */
    void continueFor(Duration time) throws InterruptedException {
        assertThat(shell.waitFor(time.toNanos(), TimeUnit.NANOSECONDS))
                .as(output())
                .isFalse();
    }

    /** A moment of a start that is visible from outside. */
    record Stage(String name, Condition reached) {

        @FunctionalInterface
        interface Condition {
            boolean holds(StoppableStart start) throws IOException;
        }

        static Stage printed(String words) {
            return new Stage("\"" + words + "\"", start -> start.output().contains(words));
        }

        static Stage file(String name) {
            return new Stage(name, start -> Files.exists(start.data.resolve(name)));
        }

        static Stage portAnswers() {
            return new Stage("the port answers", start -> {
                try (Socket _ = new Socket("127.0.0.1", start.port)) {
                    return true;
                } catch (IOException closed) {
                    return false;
                }
            });
        }

        boolean isReached(StoppableStart start) throws IOException {
            return reached.holds(start);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Signals the command alone, as {@code kill} and service managers do. */
    void terminate() throws IOException, InterruptedException {
        signal("TERM", String.valueOf(group));
    }

    /**
     * Signals the whole process group, including the databases, as Ctrl-C does. Uses SIGTERM, as processes that a shell started
     * in the background ignore SIGINT.
     */
    void terminateAll() throws IOException, InterruptedException {
        signal("TERM", "-" + group);
    }

    private static void signal(String name, String target) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "--", target).start().waitFor();
    }

    /** Asserts a clean stop: exit code 0, no misleading output, and no process left that uses the data. */
    void assertStopped(String when) throws InterruptedException {
        boolean hasEnded = shell.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(hasEnded)
                .as("%s: %s", when, hasEnded ? "" : output() + threads())
                .isTrue();
        assertThat(shell.exitValue()).as("exit code, %s: %s", when, output()).isZero();
        String text = output();
        assertThat(text.substring(text.indexOf("stopping ...")).lines())
                .as("%s: %s", when, text)
                .containsExactly("stopping ...", "stopped; the data is kept");
        assertThat(text).as(when).doesNotContain("cannot", "failed", "does not", "did not");
        assertThat(remaining()).as("processes remaining, %s", when).isEmpty();
    }

    /** A thread dump of the command. */
    private String threads() {
        Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
        try (var dump = new ProcessBuilder(jstack.toString(), String.valueOf(group))
                .start()
                .inputReader()) {
            return String.join("\n", dump.lines().toList());
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    private List<String> remaining() {
        return ProcessHandle.allProcesses()
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .filter(line -> line.contains(data.toString()))
                .toList();
    }

    String output() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        ProcessHandle.of(group).ifPresent(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
