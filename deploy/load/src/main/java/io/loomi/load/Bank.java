package io.loomi.load;

import io.loomi.local.LocalPostgres;
import io.loomi.local.LocalRedis;
import io.loomi.local.process.RunningComponents;
import io.loomi.local.process.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The bank under test: seeded databases, and the servers to measure. */
final class Bank {

    private static final String CUSTOMERS = "customers";
    private static final String TRANSACTIONS = "transactions";
    private static final String INDEX_MEMORY = "512MB";

    private final Folders folders;
    private final RunningComponents started;
    private final BenchOptions options;
    private final TokenSigner signer = TokenSigner.withNewKey();
    private final LocalPostgres postgres;
    private final LocalRedis redis;

    private Bank(Folders folders, RunningComponents started, BenchOptions options) {
        this.folders = folders;
        this.started = started;
        this.options = options;
        this.postgres = started.start(
                () -> LocalPostgres.start(folders.postgres(), List.of(CUSTOMERS, TRANSACTIONS)), LocalPostgres::stop);
        this.redis = started.start(() -> LocalRedis.start(folders.redisPidFile()), LocalRedis::stop);
    }

    static Bank open(Folders folders, RunningComponents started, BenchOptions options, Programs programs)
            throws IOException, SQLException {
        Bank bank = new Bank(folders, started, options);
        for (String service : List.of(CUSTOMERS, TRANSACTIONS)) {
            programs.java(service, bank.environment(service), List.of("-jar", bank.jar(service), "migrate"));
        }
        bank.seed();
        bank.writeTokens();
        return bank;
    }

    private void seed() throws IOException, SQLException {
        Map<String, String> size = Map.of(
                "bench.customers", String.valueOf(BenchOptions.CUSTOMERS),
                "bench.rows", String.valueOf(options.rows()),
                "bench.readers", String.valueOf(options.readers()),
                "maintenance_work_mem", INDEX_MEMORY);
        new Seeding(postgres.url(CUSTOMERS)).run(size, List.of(folders.sql("ids.sql"), folders.sql("customers.sql")));
        new Seeding(ledgerUrl())
                .run(
                        size,
                        List.of(folders.sql("ids.sql"), folders.sql("ledger.sql"), folders.sql("single-posting.sql")));
    }

    private void writeTokens() throws IOException {
        Instant now = Instant.now();
        Files.writeString(
                folders.tokens(),
                CustomerIds.all()
                        .map(customer -> signer.sign(customer, now))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    String ledgerUrl() {
        return postgres.url(TRANSACTIONS);
    }

    URI redisUrl() {
        return URI.create(redis.url());
    }

    ServiceProcess startCustomers() {
        return start(CUSTOMERS, environment(CUSTOMERS), List.of("-jar", jar(CUSTOMERS)));
    }

    ServiceProcess startTransactions(ServiceProcess customers) {
        Map<String, String> environment = environment(TRANSACTIONS);
        environment.put("CUSTOMERS_SERVICE_URL", customers.url());
        return start(TRANSACTIONS, environment, List.of("-jar", jar(TRANSACTIONS)));
    }

    ServiceProcess startBare() {
        return start(
                "bare",
                environment(TRANSACTIONS),
                List.of("-cp", System.getProperty("java.class.path"), BareServer.class.getName()));
    }

    private ServiceProcess start(String name, Map<String, String> environment, List<String> arguments) {
        return started.start(
                () -> ServiceProcess.start(name, arguments, environment, folders.run()), ServiceProcess::close);
    }

    private String jar(String service) {
        return folders.jar(service).toString();
    }

    /** The usual settings, without rate limits, which the bench does not measure. */
    private Map<String, String> environment(String service) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", postgres.url(service));
        environment.put("REDIS_URL", redis.url());
        environment.put("LOG_LEVEL", "warn");
        environment.put("RATE_LIMIT", "off");
        if (service.equals(CUSTOMERS)) {
            environment.put("JWT_PRIVATE_KEYS", signer.pem());
            environment.put("TRANSACTIONS_SERVICE_URL", "http://127.0.0.1:1"); // never called: no customer leaves
        } else {
            environment.put("CUSTOMERS_SERVICE_URL", "http://127.0.0.1:1");
            environment.put("EVENT_RETENTION", "P3650D"); // the seeded events are older than the default
        }
        return environment;
    }
}
