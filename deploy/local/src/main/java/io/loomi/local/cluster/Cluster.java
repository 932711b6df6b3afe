package io.loomi.local.cluster;

import io.loomi.common.config.StartFailure;
import io.loomi.common.tls.TlsFiles;
import io.loomi.local.DataFolder;
import io.loomi.local.ListenAddress;
import io.loomi.local.LocalPostgres;
import io.loomi.local.LocalRedis;
import io.loomi.local.process.FreePorts;
import io.loomi.local.process.RunningComponents;
import io.loomi.local.process.ServiceProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs several instances of each service on embedded databases, behind Nginx or, without Nginx, the gateway. Each instance is a
 * process and a member of one cluster. With one instance of each service there is no cluster.
 */
final class Cluster {

    private final ClusterOptions options;
    private final Programs programs;
    private final Map<String, String> environment;
    private final FrontProxy front;
    private final RunningComponents started;
    private final Consumer<String> progress;
    private final List<ServiceProcess> customers = new ArrayList<>();
    private final List<ServiceProcess> transactions = new ArrayList<>();

    private Cluster(
            ClusterOptions options,
            Programs programs,
            Map<String, String> environment,
            RunningComponents started,
            Consumer<String> progress) {
        this.options = options;
        this.programs = programs;
        this.environment = environment;
        this.front = new FrontProxy(programs, environment);
        this.started = started;
        this.progress = progress;
    }

    /**
     * Starts the parts and returns when the bank is open. Closing {@code started} stops the parts that have started.
     *
     * @param environment further settings of the services, and the limits of Nginx
     * @throws StartFailure with a message that says what to do
     */
    static Cluster start(
            ClusterOptions options,
            Programs programs,
            Map<String, String> environment,
            RunningComponents started,
            Consumer<String> progress) {
        Cluster cluster = new Cluster(options, programs, environment, started, progress);
        try {
            cluster.startParts();
            return cluster;
        } catch (IOException failure) {
            throw new StartFailure("The cluster does not start: %s.".formatted(failure.getMessage()), failure);
        }
    }

    private void startParts() throws IOException {
        DataFolder data = started.start(() -> DataFolder.open(options.data()), DataFolder::close);
        Path folder = options.data().resolve("cluster");
        Files.createDirectories(folder);
        OrphanedInstances.stop(folder);
        requireFree(options.port());

        progress.accept("PostgreSQL " + DataFolder.POSTGRES_VERSION + " and Redis");
        LocalPostgres postgres = started.start(
                () -> LocalPostgres.start(data.postgres(), List.of("customers", "transactions")), LocalPostgres::stop);
        LocalRedis redis = started.start(() -> LocalRedis.start(data.redisPidFile()), LocalRedis::stop);

        FreePorts.retrying(() -> startInstances(postgres, redis, folder));
    }

    /** Each instance knows the ports of all: if one port is taken meanwhile, all instances start again on other ports. */
    private Cluster startInstances(LocalPostgres postgres, LocalRedis redis, Path folder) throws IOException {
        try {
            startInstances(postgres, common(redis), folder, FreePorts.take(4 * options.size() + 2));
            return this;
        } catch (StartFailure failure) {
            started.stopAfter(redis);
            customers.clear();
            transactions.clear();
            throw failure;
        }
    }

    private void startInstances(LocalPostgres postgres, Map<String, String> common, Path folder, List<Integer> free) {
        int size = options.size();
        Membership membership = new Membership(free.subList(0, 2 * size));
        List<Integer> customersPorts = free.subList(2 * size, 3 * size);
        List<Integer> transactionsPorts = free.subList(3 * size, 4 * size);
        int allCustomers = free.get(4 * size);
        int allTransactions = free.get(4 * size + 1);
        for (int number = 0; number < size; number++) {
            Map<String, String> own = new HashMap<>(member(common, membership, number));
            own.put("DATABASE_URL", postgres.url("customers"));
            own.put("TRANSACTIONS_SERVICE_URL", "http://%s:%d".formatted(ListenAddress.LOOPBACK, allTransactions));
            customers.add(start("customers", number, folder, own, customersPorts.get(number)));
        }
        awaitReady("customers", customers);
        startFront(new FrontProxy.Ports(ports(customers), transactionsPorts, allCustomers, allTransactions), folder);
        for (int number = 0; number < size; number++) {
            Map<String, String> own = new HashMap<>(member(common, membership, size + number));
            own.put("DATABASE_URL", postgres.url("transactions"));
            own.put("CUSTOMERS_SERVICE_URL", "http://%s:%d".formatted(ListenAddress.LOOPBACK, allCustomers));
            transactions.add(start("transactions", number, folder, own, transactionsPorts.get(number)));
        }
        awaitReady("transactions", transactions);
    }

    private Map<String, String> common(LocalRedis redis) {
        Map<String, String> common = new HashMap<>(environment);
        common.put("REDIS_URL", redis.url());
        ListenAddress.of(environment).replaceDevelopmentSecret(common);
        common.put("TRUSTED_PROXIES", ListenAddress.LOOPBACK); // the front proxy
        common.put("DATA_FOLDER", options.data().toString()); // all customers instances share its development key
        // The front proxy calls the instances over plain HTTP on this machine.
        common.remove(TlsFiles.CERTIFICATE.name());
        common.remove(TlsFiles.PRIVATE_KEY.name());
        return common;
    }

    private Map<String, String> member(Map<String, String> common, Membership membership, int number) {
        return isClustered() ? membership.join(common, number) : common;
    }

    private ServiceProcess start(String service, int number, Path folder, Map<String, String> settings, int port) {
        List<String> arguments = new ArrayList<>(List.of(OrphanedInstances.mark(folder)));
        arguments.addAll(programs.service().apply(service));
        return started.start(
                () -> ServiceProcess.start(service + "-" + (number + 1), arguments, settings, folder, port),
                ServiceProcess::close);
    }

    private void awaitReady(String service, List<ServiceProcess> instances) {
        progress.accept("%d × %s".formatted(instances.size(), service));
        instances.forEach(ServiceProcess::awaitReady);
    }

    /** Starts before transactions, which calls customers through the front proxy. */
    private void startFront(FrontProxy.Ports ports, Path folder) {
        progress.accept(front.name());
        front.start(options.port(), ports, folder.resolve("nginx"), started);
    }

    /** Returns the name of the front proxy for messages. */
    String front() {
        return front.name();
    }

    /** All instances, customers first. */
    List<ServiceProcess> instances() {
        return Stream.concat(customers.stream(), transactions.stream()).toList();
    }

    /** Whether the instances share a clustered event bus. */
    boolean isClustered() {
        return options.size() > 1;
    }

    private static List<Integer> ports(List<ServiceProcess> instances) {
        return instances.stream().map(ServiceProcess::port).toList();
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
}
