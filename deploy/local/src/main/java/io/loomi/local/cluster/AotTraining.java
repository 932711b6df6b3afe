package io.loomi.local.cluster;

import io.loomi.common.config.StartFailure;
import io.loomi.common.launch.RunningService;
import io.loomi.common.launch.ServiceLauncher;
import io.loomi.customers.Customers;
import io.loomi.local.LocalPostgres;
import io.loomi.local.LocalRedis;
import io.loomi.local.process.ChildProcess;
import io.loomi.local.process.ServiceProcess;
import io.loomi.transactions.Transactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Creates a service's AOT cache. Runs the service once, on embedded databases and with a few requests, so that the JVM records
 * loaded and linked classes (JEP 514) and profiles (JEP 515). With the cache the service starts in a fraction of the time.
 */
public final class AotTraining {

    private static final int MIN_ARGUMENTS = 3;

    /** Removes the last migration from Flyway's history, so that training covers the check of the history and Flyway itself. */
    private static final String REMOVE_LAST_MIGRATION = """
            DELETE FROM flyway_schema_history
             WHERE installed_rank = (SELECT max(installed_rank) FROM flyway_schema_history)
            """;

    private AotTraining() {}

    /** Arguments: the service's name, the cache file, and the java arguments of the service. */
    public static void main(String... arguments) throws IOException {
        if (arguments.length < MIN_ARGUMENTS) {
            System.err.println("usage: AotTraining customers|transactions CACHE JAVA-ARGUMENT...");
            Runtime.getRuntime().halt(2);
        }
        List<String> all = List.of(arguments);
        try {
            train(all.get(0), Path.of(all.get(1)), all.subList(2, all.size()));
            Runtime.getRuntime().halt(0); // client threads may still run
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static void train(String service, Path cache, List<String> java) throws IOException {
        Path folder = Files.createTempDirectory("training");
        LocalPostgres postgres =
                LocalPostgres.start(folder.resolve("postgres"), List.of("customers", "transactions", "untrained"));
        LocalRedis redis = LocalRedis.start(folder.resolve("redis.pid"));
        try {
            Map<String, String> settings = new HashMap<>(Map.of("REDIS_URL", redis.url(), "LOG_LEVEL", "info"));
            settings.put("DATABASE_URL", postgres.url("untrained"));
            settings.put("HTTP_PORT", "0");
            // for customers' key; during an image build the working directory belongs to another user
            settings.put("DATA_FOLDER", folder.toString());
            settings.put("TRANSACTIONS_SERVICE_URL", "http://127.0.0.1:1"); // never called: no customer leaves
            RunningService customers = ServiceLauncher.start(new Customers(Clock.systemUTC()), settings)
                    .await();
            settings.put("DATABASE_URL", postgres.url(service));
            migrate(service, settings);
            postgres.execute(service, REMOVE_LAST_MIGRATION);
            settings.put("CUSTOMERS_SERVICE_URL", "http://127.0.0.1:" + customers.port());
            settings.put("HOME", folder.toString());
            List<String> command = new ArrayList<>(List.of("-XX:AOTCacheOutput=" + cache));
            command.addAll(java);
            try (ServiceProcess trained = ServiceProcess.start(service, command, settings, folder)) {
                trained.awaitReady();
                new TrainingRequests(isCustomers(service) ? trained.port() : customers.port(), trained.port()).send();
                trained.stopCleanly(); // the JVM writes the cache now, which takes a while
            }
            customers.stop().await();
            requireUsable(cache, java, settings, folder);
            System.out.printf("%s: %d MiB%n", cache, Files.size(cache) >> 20);
        } finally {
            redis.stop();
            postgres.stop();
        }
    }

    private static boolean isCustomers(String service) {
        return service.equals("customers");
    }

    private static void migrate(String service, Map<String, String> settings) {
        Clock clock = Clock.systemUTC();
        ServiceLauncher.migrate(isCustomers(service) ? new Customers(clock) : new Transactions(clock), settings)
                .await();
    }

    /** Runs the service's help with {@code AOTMode=on}: a JVM that cannot use the cache does not start. */
    private static void requireUsable(Path cache, List<String> java, Map<String, String> settings, Path folder)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:AOTMode=on",
                "-XX:AOTCache=" + cache));
        command.addAll(java);
        command.add("help");
        try (ChildProcess check =
                ChildProcess.start("the JVM with its cache", command, settings, folder, folder.resolve("check.log"))) {
            check.awaitCleanExit();
        }
    }
}
