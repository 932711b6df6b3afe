package io.loomi.local.cluster;

import io.loomi.common.config.StartFailure;
import io.loomi.common.launch.RunningService;
import io.loomi.common.launch.ServiceLauncher;
import io.loomi.customers.Customers;
import io.loomi.local.LocalPostgres;
import io.loomi.local.LocalRedis;
import io.loomi.local.process.ChildProcess;
import io.loomi.local.process.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a service once, on embedded databases and with a few requests, so that the JVM writes down what it has loaded and
 * linked (JEP 514) and profiled (JEP 515). With that file the service starts in a fraction of the time.
 */
public final class AotTraining {

    private static final int LEAST_ARGUMENTS = 3;

    private AotTraining() {}

    /** Takes the service's name, the file to write, and the arguments of java that the service will be run with. */
    public static void main(String... arguments) throws IOException {
        if (arguments.length < LEAST_ARGUMENTS) {
            System.err.println("usage: AotTraining customers|transactions CACHE JAVA-ARGUMENT...");
            Runtime.getRuntime().halt(2);
        }
        List<String> all = List.of(arguments);
        try {
            train(all.get(0), Path.of(all.get(1)), all.subList(2, all.size()));
            Runtime.getRuntime().halt(0); // clients' threads may still be there
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static void train(String service, Path cache, List<String> java) throws IOException {
        Path folder = Files.createTempDirectory("training");
        LocalPostgres postgres =
                LocalPostgres.start(folder.resolve("postgres"), List.of("customers", "transactions", "others"));
        LocalRedis redis = LocalRedis.start(folder.resolve("redis.pid"));
        try {
            Map<String, String> settings = new HashMap<>(Map.of("REDIS_URL", redis.url(), "LOG_LEVEL", "info"));
            settings.put("DATABASE_URL", postgres.url("others"));
            settings.put("HTTP_PORT", "0");
            RunningService customers = ServiceLauncher.start(new Customers(Clock.systemUTC()), settings)
                    .await();
            settings.put("DATABASE_URL", postgres.url(service));
            settings.put("CUSTOMERS_SERVICE_URL", "http://127.0.0.1:" + customers.port());
            settings.put("HOME", folder.toString());
            List<String> what = new ArrayList<>(List.of("-XX:AOTCacheOutput=" + cache));
            what.addAll(java);
            try (ServiceProcess trained = ServiceProcess.start(service, what, settings, folder)) {
                trained.awaitReady();
                boolean isCustomers = service.equals("customers");
                new TrainingRequests(isCustomers ? trained.port() : customers.port(), trained.port()).send();
                trained.endWell(); // it writes the cache now, which takes a while
            }
            customers.stop().await();
            requireUsable(cache, java, settings, folder);
            System.out.printf("%s: %d MiB%n", cache, Files.size(cache) >> 20);
        } finally {
            redis.stop();
            postgres.stop();
        }
    }

    /** Runs the service's help with nothing but the cache allowed: a JVM that cannot use it does not start. */
    private static void requireUsable(Path cache, List<String> java, Map<String, String> settings, Path folder)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:AOTMode=on",
                "-XX:AOTCache=" + cache));
        command.addAll(java);
        command.add("help");
        try (ChildProcess proof =
                ChildProcess.start("the JVM with its cache", command, settings, folder, folder.resolve("proof.log"))) {
            proof.awaitGoodEnd();
        }
    }
}
