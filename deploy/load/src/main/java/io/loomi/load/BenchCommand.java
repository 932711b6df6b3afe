package io.loomi.load;

import io.loomi.common.config.StartFailure;
import io.loomi.local.process.RunningComponents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** {@code ./loomi bench}: measures, prints one table, and leaves nothing behind. */
public final class BenchCommand {

    private static final int STOPPED = 130;

    private BenchCommand() {}

    public static void main(String... arguments) {
        System.setProperty("logback.configurationFile", "logback-bench.xml");
        RunningComponents started = new RunningComponents();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started), "stop"));
        // Closed by hand: a resource of the try would be closed before its failures are caught, and look like a signal
        // then.
        try {
            System.out.println(measure(List.of(arguments), started));
            started.close();
            System.exit(0);
        } catch (StartFailure failure) {
            end(started, String.valueOf(failure.getMessage()));
        } catch (IOException | SQLException | RuntimeException failure) {
            end(started, "The bench failed: %s.".formatted(failure.getMessage()));
        }
    }

    private static String measure(List<String> arguments, RunningComponents started) throws IOException, SQLException {
        BenchOptions options = BenchOptions.from(arguments);
        if (!Files.exists(Path.of("/proc/self/status"))) {
            throw new StartFailure("The bench needs Linux: it reads memory and threads from /proc.");
        }
        Tools tools = Tools.find(String.valueOf(System.getenv("PATH")), Tools.POSTGRES_VERSIONS);
        Folders folders =
                started.start(() -> Folders.open(Path.of(System.getProperty("loomi.project", "."))), Folders::close);
        Measurements measured = Bench.run(options, tools, folders, started, BenchCommand::progress);
        return new Report(measured, options).text();
    }

    private static void progress(String line) {
        System.err.println(line + " ...");
    }

    private static void end(RunningComponents started, String sentence) {
        if (!started.isStopping()) {
            System.err.println(sentence);
            started.close();
            System.exit(1);
        }
    }

    /** After a signal everything is stopped here, while the measuring thread fails or waits. */
    private static void stop(RunningComponents started) {
        boolean early = !started.isClosed();
        started.close();
        if (early) {
            Runtime.getRuntime().halt(STOPPED);
        }
    }
}
