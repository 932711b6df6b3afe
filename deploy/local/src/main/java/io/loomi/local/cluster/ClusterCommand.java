package io.loomi.local.cluster;

import io.loomi.common.config.StartFailure;
import io.loomi.local.DemoUser;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ./loomi cluster}: runs several instances of each service behind Nginx until it is told to stop. */
public final class ClusterCommand {

    private ClusterCommand() {}

    public static void main(String... arguments) {
        System.setProperty("LOG_LEVEL", "warn"); // of this process; the instances have logs of their own
        try {
            ClusterOptions options = ClusterOptions.from(List.of(arguments));
            Path project = Path.of(System.getProperty("loomi.project", "."));
            Cluster cluster =
                    Cluster.start(options, project, System.getenv(), part -> print("starting " + part + " ..."));
            // Registered only now: until here a signal ends the JVM, and the next start finds what it left behind.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster), "stop"));
            DemoUser.ensure("127.0.0.1", options.port());
            print(welcome(options, cluster));
            Thread.currentThread().join();
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String welcome(ClusterOptions options, Cluster cluster) {
        String instances = cluster.instances().stream()
                .map(instance -> "  %-15s port %d, pid %d".formatted(instance.name(), instance.port(), instance.pid()))
                .collect(Collectors.joining("\n"));
        return """

                The bank is open on http://localhost:%d, behind Nginx:

                %s

                  logs  %s
                  demo  %s  %s

                Try it: kill -9 one of them, and go on. Ctrl-C stops all of it.""".formatted(
                options.port(), instances, options.data().resolve("cluster"), DemoUser.EMAIL, DemoUser.PASSWORD);
    }

    private static void stop(Cluster cluster) {
        print("\nstopping ...");
        cluster.close();
        print("stopped; the data is kept");
        Runtime.getRuntime().halt(0);
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
