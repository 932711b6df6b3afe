package io.loomi.load;

import io.loomi.local.process.ChildProcess;
import io.loomi.local.process.RunningComponents;
import io.loomi.local.process.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs wrk and pgbench. */
final class Programs {

    private static final String CONNECTIONS = "64";
    private static final String CLIENTS = "32";
    private static final String THREADS = "2";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final Tools tools;
    private final Folders folders;
    private final RunningComponents started;
    private final BenchOptions options;
    private int runs;

    Programs(Tools tools, Folders folders, RunningComponents started, BenchOptions options) {
        this.tools = tools;
        this.folders = folders;
        this.started = started;
        this.options = options;
    }

    /** @param meanwhile is called about twice a second while wrk runs */
    HttpFigures wrk(String script, String url, int seconds, Runnable meanwhile) {
        runs++;
        List<String> command = List.of(
                tools.wrk().toString(),
                "--threads=" + THREADS,
                "--connections=" + CONNECTIONS,
                "--duration=" + seconds + "s",
                "--timeout=10s",
                "--script=" + script + ".lua",
                url,
                "--",
                folders.tokens().toString(),
                String.valueOf(runs),
                String.valueOf(options.rows()),
                String.valueOf(options.readers()));
        return HttpFigures.parse(run("wrk", command, folders.scripts("wrk"), meanwhile));
    }

    /** Returns transactions per second. */
    double pgbench(String script, String databaseUrl) {
        List<String> command = List.of(
                tools.pgbench().toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + CLIENTS,
                "--jobs=" + THREADS,
                "--time=" + options.seconds(),
                "--define=customers=" + BenchOptions.CUSTOMERS,
                "--define=rows=" + options.rows(),
                "--define=readers=" + options.readers(),
                "--file=" + script + ".sql",
                databaseUrl);
        return PgbenchRate.parse(run("pgbench", command, folders.scripts("pgbench"), () -> {}));
    }

    /** Runs a command of a service, such as {@code migrate}. */
    void java(String name, Map<String, String> environment, List<String> arguments) {
        run(name, ServiceProcess.java(arguments), environment, folders.run(), () -> {});
    }

    private String run(String name, List<String> command, Path folder, Runnable meanwhile) {
        return run(name, command, Map.of(), folder, meanwhile);
    }

    private String run(
            String name, List<String> command, Map<String, String> environment, Path folder, Runnable meanwhile) {
        ChildProcess process = started.start(
                () -> ChildProcess.start(
                        name, command, environment, folder, folders.run().resolve(name + ".log")),
                ChildProcess::close);
        while (!process.hasEndedWithin(POLL_INTERVAL)) {
            meanwhile.run();
        }
        started.stop(process);
        return process.output();
    }
}
