package io.loomi.local.cluster;

import io.loomi.common.config.StartFailure;
import io.loomi.local.DataFolder;
import io.loomi.local.LocalPostgres;
import io.loomi.local.LocalRedis;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Nginx and several instances of each service, each a process of its own from its fat jar, on embedded databases. Starts
 * part by part and stops in the opposite order, also when it gets only half-way.
 */
final class Cluster implements AutoCloseable {

    private final ClusterOptions options;
    private final Path project;
    private final Map<String, String> environment;
    private final Consumer<String> progress;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<Instance> instances = new ArrayList<>();

    private Cluster(ClusterOptions options, Path project, Map<String, String> environment, Consumer<String> progress) {
        this.options = options;
        this.project = project;
        this.environment = environment;
        this.progress = progress;
    }

    /**
     * @param project where the fat jars and {@code deploy/nginx} are
     * @param environment what the services are given beside what the cluster sets
     * @throws StartFailure after what had started is stopped again
     */
    static Cluster start(
            ClusterOptions options, Path project, Map<String, String> environment, Consumer<String> progress) {
        Cluster cluster = new Cluster(options, project, environment, progress);
        try {
            cluster.startParts();
            return cluster;
        } catch (StartFailure failure) {
            cluster.close();
            throw failure;
        } catch (IOException failure) {
            cluster.close();
            throw new StartFailure("The cluster does not start: " + failure.getMessage(), failure);
        }
    }

    private void startParts() throws IOException {
        Path nginx = Nginx.find(environment.getOrDefault("PATH", ""))
                .orElseThrow(
                        () -> new StartFailure("The cluster needs nginx: install it (Debian: apt-get install nginx)."));
        DataFolder data = DataFolder.open(options.data());
        parts.push(data);
        Path folder = options.data().resolve("cluster");
        Files.createDirectories(folder);
        Leftovers.stop(folder);
        requireFree(options.port());

        progress.accept("PostgreSQL " + DataFolder.POSTGRES_VERSION + " and Redis");
        LocalPostgres postgres = LocalPostgres.start(data.postgres(), List.of("customers", "transactions"));
        parts.push(postgres::stop);
        LocalRedis redis = LocalRedis.start(data.redisPidFile());
        parts.push(redis::stop);

        Map<String, String> common = new HashMap<>(environment);
        common.put("REDIS_URL", redis.url());
        common.put("TRUSTED_PROXIES", "127.0.0.1"); // Nginx, which is in front of all
        common.put("DATA_FOLDER", options.data().toString()); // every customers keeps the one key of development there
        List<Instance> customers =
                start("customers", folder, _ -> with(common, Map.of("DATABASE_URL", postgres.url("customers"))));
        List<Instance> transactions = start(
                "transactions",
                folder,
                number -> with(
                        common,
                        Map.of(
                                "DATABASE_URL",
                                postgres.url("transactions"),
                                "CUSTOMERS_SERVICE_URL",
                                "http://127.0.0.1:" + customers.get(number - 1).port())));

        progress.accept("Nginx");
        NginxSettings settings = NginxSettings.plain(options.port(), ports(customers), ports(transactions))
                .shieldedAs(environment);
        parts.push(Nginx.start(nginx, project.resolve("deploy/nginx"), "http", settings, folder.resolve("nginx")));
    }

    private interface SettingsOf {
        Map<String, String> instance(int number);
    }

    private List<Instance> start(String service, Path folder, SettingsOf settings) throws IOException {
        progress.accept("%d × %s".formatted(options.size(), service));
        List<Instance> started = new ArrayList<>();
        Path jar = project.resolve(service + "-verticle/target/" + service + ".jar");
        for (int number = 1; number <= options.size(); number++) {
            Instance instance = Instance.start(
                    service + "-" + number,
                    List.of(Leftovers.mark(folder), "-jar", jar.toString()),
                    settings.instance(number),
                    folder);
            parts.push(instance);
            started.add(instance);
        }
        started.forEach(Instance::awaitReady);
        instances.addAll(started);
        return started;
    }

    private static List<Integer> ports(List<Instance> instances) {
        return instances.stream().map(Instance::port).toList();
    }

    private static Map<String, String> with(Map<String, String> common, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(common);
        all.putAll(own);
        return all;
    }

    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException taken) {
            throw new StartFailure(
                    "Port %d is in use: stop what listens there or choose another with --port.".formatted(port), taken);
        }
    }

    /** Every instance, those of customers first. */
    List<Instance> instances() {
        return List.copyOf(instances);
    }

    /** Stops everything, the last started first; the instances end side by side. */
    @Override
    public void close() {
        instances.forEach(Instance::askToEnd);
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                System.err.println("A part of the cluster did not stop well: " + failure.getMessage());
            }
        }
    }
}
