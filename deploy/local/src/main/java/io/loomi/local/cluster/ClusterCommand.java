package io.loomi.local.cluster;

import io.loomi.common.config.StartFailure;
import io.loomi.local.DemoUser;
import io.loomi.local.ListenAddress;
import io.loomi.local.process.RunningComponents;
import io.loomi.local.process.ServiceProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ./loomi cluster}: runs several instances of each service behind Nginx until it receives a stop signal. */
public final class ClusterCommand {

    private ClusterCommand() {}

    public static void main(String... arguments) {
        System.setProperty("LOG_LEVEL", "warn"); // for this process only; the instances have their own logs
        RunningComponents started = new RunningComponents();
        try {
            ClusterOptions options = ClusterOptions.from(List.of(arguments));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started), "stop"));
            open(options, started);
            Thread.currentThread().join();
        } catch (RuntimeException failure) {
            end(started, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void open(ClusterOptions options, RunningComponents started) {
        Path project = Path.of(System.getProperty("loomi.project", "."));
        Programs programs = Programs.of(project, System.getenv().getOrDefault("PATH", ""));
        Cluster cluster =
                Cluster.start(options, programs, System.getenv(), started, part -> print("starting " + part + " ..."));
        DemoUser.ensure(ListenAddress.of(System.getenv()).reachable(), options.port());
        started.unlessClosed(() -> print(welcome(options, cluster)));
    }

    private static String welcome(ClusterOptions options, Cluster cluster) {
        return """

            The bank is open on http://localhost:%d, behind %s%s:

            %s

              logs  %s
              demo  %s  %s

            Try it: kill -9 an instance, and the bank keeps working. Ctrl-C stops everything.\
            """.formatted(
                        options.port(),
                        cluster.front(),
                        cluster.isClustered() ? ", and its instances are one cluster on the event bus" : "",
                        cluster.instances().stream().map(ClusterCommand::line).collect(Collectors.joining("\n")),
                        options.data().resolve("cluster"),
                        DemoUser.EMAIL,
                        DemoUser.PASSWORD);
    }

    private static String line(ServiceProcess instance) {
        return "  %-15s port %d, pid %d".formatted(instance, instance.port(), instance.pid());
    }

    /** Reports a failure, unless the cluster is stopping: a signal also reaches the child processes, whose end looks like a failure. */
    private static void end(RunningComponents started, RuntimeException failure) {
        if (!started.isStopping()) {
            System.err.println(
                    failure instanceof StartFailure ? failure.getMessage() : "The cluster failed: " + failure);
            started.close();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void stop(RunningComponents started) {
        print("\nstopping ...");
        started.close();
        print("stopped; the data is kept");
        Runtime.getRuntime().halt(0);
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
