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
final class MortalBank implements AutoCloseable {

    private static final String ADMIN = "admin@loomi.test";

    private final Vertx vertx = Vertx.vertx();
    private final FaultyProxy network = FaultyProxy.open();
    private final CrashingRedis redis = new CrashingRedis();
    private final CrashingPostgres people;
    private final CrashingPostgres ledger;
    private final MortalInstance customers;
    private final List<MortalInstance> transactions;
    private final GatewayClient gateway;
    private final String admin;

    /** @param folder the folder for data and logs */
    MortalBank(Path folder) {
        people = new CrashingPostgres(folder.resolve("people"));
        ledger = new CrashingPostgres(folder.resolve("ledger"));
        List<Integer> ports = MortalInstance.freePorts(2);
        Map<String, String> own = settings(folder, people);
        own.put("TRANSACTIONS_SERVICE_URL", "http://127.0.0.1:" + ports.getFirst());
        customers = MortalInstance.start("customers", own, folder);
        Map<String, String> settings = settings(folder, ledger);
        settings.put(
                "CUSTOMERS_SERVICE_URL",
                network.before(URI.create("http://127.0.0.1:" + customers.port()))
                        .toString());
        customers.awaitReady();
        transactions = ports.stream()
                .map(port -> MortalInstance.start("transactions", settings, folder, port))
                .toList();
        transactions.forEach(MortalInstance::awaitReady);
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
        List<Integer> ports = transactions.stream().map(MortalInstance::port).toList();
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

    CrashingPostgres people() {
        return people;
    }

    CrashingPostgres ledger() {
        return ledger;
    }

    MortalInstance customers() {
        return customers;
    }

    List<MortalInstance> transactions() {
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

    private boolean isUp(MortalInstance instance, String part) {
        Answer answer = instance.api().get("/health").as(admin).send();
        return answer.json()
                .getJsonObject("checks")
                .getJsonObject(part)
                .getString("status")
                .equals("up");
    }

    @Override
    public void close() {
        Stream.concat(transactions.stream(), Stream.of(customers, ledger, people, redis, network))
                .forEach(MortalBank::close);
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
