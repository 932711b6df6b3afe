package io.loomi.local.faults;

import io.loomi.common.http.CorsOrigins;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.CrashingPostgres;
import io.loomi.common.testing.CrashingRedis;
import io.loomi.common.testing.FaultyProxy;
import io.loomi.local.Gateway;
import io.loomi.local.GatewayClient;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A bank of processes that can be killed: the fat jars of customers and of two transactions instances behind the gateway, a
 * PostgreSQL for each service, and a Redis. A proxy injects network faults between transactions and customers.
 */
final class KillableBank implements AutoCloseable {

    private static final String ADMIN = "admin@loomi.test";

    private final Vertx vertx = Vertx.vertx();
    private final FaultyProxy network = FaultyProxy.open();
    private final CrashingRedis redis = new CrashingRedis();
    private final CrashingPostgres customersDatabase;
    private final CrashingPostgres transactionsDatabase;
    private final KillableInstance customers;
    private final List<KillableInstance> transactions;
    private final GatewayClient gateway;
    private final String admin;

    /** @param folder the folder for data and logs */
    KillableBank(Path folder) {
        customersDatabase = new CrashingPostgres(folder.resolve("customers"));
        transactionsDatabase = new CrashingPostgres(folder.resolve("transactions"));
        List<Integer> ports = KillableInstance.freePorts(2);
        Map<String, String> own = settings(folder, customersDatabase);
        own.put("TRANSACTIONS_SERVICE_URL", "http://127.0.0.1:" + ports.getFirst());
        customers = KillableInstance.start("customers", own, folder);
        Map<String, String> settings = settings(folder, transactionsDatabase);
        settings.put(
                "CUSTOMERS_SERVICE_URL",
                network.before(URI.create("http://127.0.0.1:" + customers.port()))
                        .toString());
        customers.awaitReady();
        transactions = ports.stream()
                .map(port -> KillableInstance.start("transactions", settings, folder, port))
                .toList();
        transactions.forEach(KillableInstance::awaitReady);
        gateway = new GatewayClient(openGateway());
        admin = gateway.signIn(ADMIN);
    }

    private Map<String, String> settings(Path folder, CrashingPostgres database) {
        Map<String, String> settings = new HashMap<>();
        settings.put("DATABASE_URL", database.url());
        settings.put("REDIS_URL", redis.url());
        settings.put("DATA_FOLDER", folder.toString()); // keeps the signing key across restarts
        settings.put("RATE_LIMIT", "off");
        settings.put("ADMIN_EMAIL", ADMIN);
        settings.put("ADMIN_PASSWORD", GatewayClient.PASSWORD);
        return settings;
    }

    private int openGateway() {
        List<Integer> ports = transactions.stream().map(KillableInstance::port).toList();
        return new Gateway(vertx, List.of(customers.port()), ports, CorsOrigins.NONE)
                .listen("127.0.0.1", 0)
                .await()
                .actualPort();
    }

    GatewayClient gateway() {
        return gateway;
    }

    Vertx vertx() {
        return vertx;
    }

    FaultyProxy network() {
        return network;
    }

    CrashingRedis redis() {
        return redis;
    }

    CrashingPostgres customersDatabase() {
        return customersDatabase;
    }

    CrashingPostgres transactionsDatabase() {
        return transactionsDatabase;
    }

    KillableInstance customers() {
        return customers;
    }

    List<KillableInstance> transactions() {
        return transactions;
    }

    /** Whether every process reports Redis as up; the report may be a second old. */
    boolean isRedisUp() {
        return Stream.concat(Stream.of(customers), transactions.stream()).allMatch(instance -> isUp(instance, "redis"));
    }

    /** The number of transactions instances whose breaker is closed. */
    long closedBreakers() {
        return transactions.stream()
                .filter(instance -> isUp(instance, "breaker"))
                .count();
    }

    private boolean isUp(KillableInstance instance, String part) {
        Answer answer = instance.api().get("/health").as(admin).send();
        return answer.json()
                .getJsonObject("checks")
                .getJsonObject(part)
                .getString("status")
                .equals("up");
    }

    @Override
    public void close() {
        Stream.concat(
                        transactions.stream(),
                        Stream.of(customers, transactionsDatabase, customersDatabase, redis, network))
                .forEach(KillableBank::close);
        vertx.close().await();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
