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

/** A command that starts a bank, in a process group of its own as in a terminal, and is stopped on its way. */
final class StoppableStart implements AutoCloseable {

    /** As a shell with job control starts it; it says the number of the group, and ends as the command does. */
    private static final String IN_A_GROUP = "set -m; \"$@\" >\"$0\" 2>&1 & echo $!; wait $!";

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path data;
    private final Path output;
    private final Process shell;
    private final long group;
    private final int port;

    /** @param java the arguments of java that name the command */
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

    /** Waits until it has come that far, or has ended by itself. */
    void await(Stage stage) {
        Awaitility.await(stage.name())
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ZERO)
                .until(() -> stage.isReached(this) || !shell.isAlive());
        assertThat(shell.isAlive()).as("%s, after %s", stage, said()).isTrue();
    }

    /** Goes on for a while, or until it ends by itself. */
    void goOn(Duration time) throws InterruptedException {
        assertThat(shell.waitFor(time.toNanos(), TimeUnit.NANOSECONDS))
                .as(said())
                .isFalse();
    }

    /** A moment of a start that can be seen from outside. */
    record Stage(String name, Condition reached) {

        @FunctionalInterface
        interface Condition {
            boolean holds(StoppableStart start) throws IOException;
        }

        static Stage said(String words) {
            return new Stage("\"" + words + "\"", start -> start.said().contains(words));
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

    /** As {@code kill} and service managers do. */
    void terminate() throws IOException, InterruptedException {
        signal("TERM", String.valueOf(group));
    }

    /**
     * As Ctrl-C does: everything that runs in the terminal hears it, the databases too. By another signal, as SIGINT is ignored by all
     * that a shell has started in its background, a build too.
     */
    void terminateAll() throws IOException, InterruptedException {
        signal("TERM", "-" + group);
    }

    private static void signal(String name, String target) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "--", target).start().waitFor();
    }

    /** Ended as a stop: well, with nothing said that misleads, and with nothing left that works on the data. */
    void assertStopped(String when) throws InterruptedException {
        boolean hasEnded = shell.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
        assertThat(hasEnded)
                .as("%s: %s", when, hasEnded ? "" : said() + threads())
                .isTrue();
        assertThat(shell.exitValue()).as("exit code, %s: %s", when, said()).isZero();
        String said = said();
        assertThat(said.substring(said.indexOf("stopping ...")).lines())
                .as("%s: %s", when, said)
                .containsExactly("stopping ...", "stopped; the data is kept");
        assertThat(said).as(when).doesNotContain("cannot", "failed", "does not", "did not");
        assertThat(left()).as("processes left, %s", when).isEmpty();
    }

    /** What it waits for. */
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

    private List<String> left() {
        return ProcessHandle.allProcesses()
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse(""))
                .filter(line -> line.contains(data.toString()))
                .toList();
    }

    String said() {
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
