package io.loomi.local.cluster;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.CuttableProxy;
import io.loomi.common.testing.TestCluster;
import io.loomi.local.FatJar;
import io.loomi.local.process.FreePorts;
import io.loomi.local.process.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Two instances of each service, each its own process, as one cluster on embedded databases. The connections of transactions to
 * Redis, and over HTTP to customers, can be cut.
 */
final class ClusteredBank implements AutoCloseable {

    /** Long enough for all members to see one another, even on a busy machine. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The numbers of the two transactions instances; lower numbers are customers. */
    static final List<Integer> TRANSACTIONS = List.of(2, 3);

    static final String ADMIN_EMAIL = "admin@loomi.test";
    static final String PASSWORD = "correct horse battery";

    private static final String[] SERVICES = {"customers", "customers", "transactions", "transactions"};

    private final Path folder;
    private final List<Integer> ports;
    private final TestCluster cluster = TestCluster.of(SERVICES.length);
    private final Map<String, String> common = new HashMap<>(System.getenv());
    private final String redisUrl = Backend.shared().redisUrl();
    private final CuttableProxy redis = CuttableProxy.to(redisUrl);
    private final ServiceProcess[] instances = new ServiceProcess[SERVICES.length];
    private final List<ServiceProcess> started = new ArrayList<>();
    private final String customersDatabase = Backend.shared().createDatabase("customers_in_processes");
    private final String transactionsDatabase = Backend.shared().createDatabase("transactions_in_processes");
    private CuttableProxy http;

    ClusteredBank(Path folder) throws IOException {
        this.folder = folder;
        this.ports = FreePorts.take(SERVICES.length);
        common.putAll(Map.of(
                "RATE_LIMIT",
                "off",
                "LOG_LEVEL",
                "debug",
                "DATA_FOLDER",
                folder.toString(), // a shared key: each instance accepts tokens of the other
                "ADMIN_EMAIL",
                ADMIN_EMAIL,
                "ADMIN_PASSWORD",
                PASSWORD));
        start(0);
        start(1);
        String url = "http://127.0.0.1:" + instances[1].port();
        http = CuttableProxy.to(url);
        start(2);
        start(3);
        for (ServiceProcess instance : instances) {
            instance.awaitReady();
        }
    }

    /** @param number from 0: two customers instances, then two transactions instances */
    void start(int number) throws IOException {
        Map<String, String> settings = new HashMap<>(common);
        settings.putAll(cluster.settings(number));
        boolean isCustomers = SERVICES[number].equals("customers");
        settings.put("DATABASE_URL", isCustomers ? customersDatabase : transactionsDatabase);
        settings.put("REDIS_URL", isCustomers ? redisUrl : redis.in(redisUrl));
        if (isCustomers) {
            settings.put("TRANSACTIONS_SERVICE_URL", "http://127.0.0.1:" + ports.get(TRANSACTIONS.getFirst()));
        } else {
            String url = "http://127.0.0.1:" + instances[1].port();
            settings.put("CUSTOMERS_SERVICE_URL", http.in(url));
        }
        instances[number] = ServiceProcess.start(
                SERVICES[number] + "-" + number, FatJar.of(SERVICES[number]), settings, folder, ports.get(number));
        started.add(instances[number]);
    }

    /** Runs a command of customers outside the cluster. */
    Process runUnclustered(List<String> flags, String command) throws IOException {
        List<String> all = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        all.addAll(flags);
        all.addAll(FatJar.of("customers"));
        all.add(command);
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(common);
        builder.environment().put("DATABASE_URL", customersDatabase);
        builder.environment().put("REDIS_URL", redisUrl);
        builder.environment().put("TRANSACTIONS_SERVICE_URL", "http://127.0.0.1:" + ports.get(TRANSACTIONS.getFirst()));
        return builder.start();
    }

    void awaitReady(int number) {
        instances[number].awaitReady();
    }

    /** Kills the instance, like kill -9. */
    void kill(int number) {
        instances[number].kill();
        ProcessHandle.of(instances[number].pid())
                .ifPresent(process -> process.onExit().join());
    }

    /** Stops the instance; fails when its exit code is not 0. */
    void stop(int number) {
        instances[number].stopCleanly();
    }

    /** Cuts Redis and HTTP, so that transactions can use only the event bus. */
    void cutRedisAndHttp() {
        redis.cut();
        http.cut();
    }

    void restore() {
        redis.restore();
        http.restore();
    }

    ContractClient api(int number) {
        return new ContractClient(SERVICES[number], URI.create("http://127.0.0.1:" + instances[number].port()));
    }

    Answer register(int number, String email) {
        return api(number).post("/api/users").json("""
                {"name": "Ana", "email": "%s", "password": "%s"}""".formatted(email, PASSWORD));
    }

    String signIn(int number, String email) {
        return api(number)
                .post("/api/auth/login")
                .json("""
                {"email": "%s", "password": "%s"}""".formatted(email, PASSWORD))
                .json()
                .getString("accessToken");
    }

    /** @param admin the access token of an administrator */
    Answer setStatus(String id, String admin, String status) {
        return api(0).call("PUT", "/api/users/" + id + "/status")
                .as(admin)
                .json("{\"status\": \"%s\"}".formatted(status));
    }

    Answer credit(int number, String token, String key) {
        return api(number)
                .post("/api/transactions")
                .as(token)
                .header("Idempotency-Key", key)
                .header("X-Correlation-ID", key)
                .json("{\"type\": \"credit\", \"amount\": 1.00}");
    }

    Answer transfer(int number, String token, String recipient, String amount, String key) {
        return api(number)
                .post("/api/transactions")
                .as(token)
                .header("Idempotency-Key", key)
                .json("{\"type\": \"transfer\", \"amount\": %s, \"recipientId\": \"%s\"}".formatted(amount, recipient));
    }

    Answer account(int number, String token) {
        return api(number).get("/api/accounts/me").as(token).send();
    }

    /** The value of a metric, given its name and labels as in the exposition format; 0 when it does not exist. */
    double metric(int number, String name) {
        String page = api(number).get("/metrics").send().body();
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(page);
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    void awaitMembers(int number, int members) {
        Awaitility.await().atMost(TIMEOUT).until(() -> members(number) == members);
    }

    private int members(int number) {
        return (int) metric(number, "loomi_cluster_members{service=\"" + SERVICES[number] + "\"}");
    }

    /** The log lines of an instance. */
    List<String> log(int number) {
        try {
            return Files.readAllLines(folder.resolve(SERVICES[number] + "-" + number + ".log"));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        started.forEach(ServiceProcess::requestStop);
        started.forEach(ServiceProcess::close);
        redis.close();
        http.close();
    }
}
