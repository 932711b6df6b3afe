package io.loomi.local;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.http.CorsOrigins;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.ServiceLauncher;
import io.loomi.common.network.TrustedProxies;
import io.loomi.common.tls.TlsFiles;
import io.loomi.common.tracing.Tracing;
import io.loomi.customers.Customers;
import io.loomi.local.process.FreePorts;
import io.loomi.local.process.RunningComponents;
import io.loomi.transactions.Transactions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Runs the whole bank in this JVM. Closing {@link RunningComponents}, at any time, stops the parts that have started. */
final class LocalBank {

    private final LocalOptions options;
    private final RunningComponents started;
    private final Consumer<String> progress;
    private int port;

    private LocalBank(LocalOptions options, RunningComponents started, Consumer<String> progress) {
        this.options = options;
        this.started = started;
        this.progress = progress;
    }

    /**
     * Starts all parts and waits until they answer. Must not run on an event loop.
     *
     * @param started receives the parts; after a failure it holds those that started
     * @param progress receives the name of each part before it starts
     * @throws StartFailure with a message that says what to do
     */
    static LocalBank start(LocalOptions options, RunningComponents started, Consumer<String> progress) {
        LocalBank bank = new LocalBank(options, started, progress);
        try {
            bank.startParts();
            return bank;
        } catch (StartFailure known) {
            throw known;
        } catch (Exception failure) {
            throw new StartFailure(
                    "The bank does not start: %s; see %s."
                            .formatted(failure.getMessage(), options.data().resolve("loomi.log")),
                    failure);
        }
    }

    private void startParts() throws IOException {
        requireFree(options.customersPort(), "set CUSTOMERS_PORT to another");
        requireFree(options.transactionsPort(), "set TRANSACTIONS_PORT to another");
        requireFree(options.port(), "choose another with --port");
        DataFolder data = started.start(() -> DataFolder.open(options.data()), DataFolder::close);

        LocalPostgres postgres = start(
                "PostgreSQL " + DataFolder.POSTGRES_VERSION,
                () -> LocalPostgres.start(data.postgres(), List.of("customers", "transactions")),
                LocalPostgres::stop);
        LocalRedis redis = start("Redis", () -> LocalRedis.start(data.redisPidFile()), LocalRedis::stop);

        data.writeConnections("""
            customers=%s
            transactions=%s
            redis=%s
            """.formatted(postgres.url("customers"), postgres.url("transactions"), redis.url()));

        Map<String, String> common = new HashMap<>(options.environment());
        common.put("REDIS_URL", redis.url());
        // Clients reach the services only through the gateway. HTTP_HOST, if set, is the gateway's address.
        common.put("HTTP_HOST", ListenAddress.LOOPBACK);
        // The gateway calls the services over plain HTTP on this machine.
        common.remove(TlsFiles.CERTIFICATE.name());
        common.remove(TlsFiles.PRIVATE_KEY.name());
        common.put(TrustedProxies.SETTING.name(), ListenAddress.LOOPBACK); // the gateway
        common.put("DATA_FOLDER", options.data().toString()); // for the development key of customers
        options.host().replaceDevelopmentSecret(common);
        // Each service calls the other, so this port must be known before either starts.
        int transactionsPort =
                options.transactionsPort() == 0 ? FreePorts.take(1).getFirst() : options.transactionsPort();
        int customers = start(
                new Customers(Clock.systemUTC()),
                common,
                Map.of(
                        "HTTP_PORT", String.valueOf(options.customersPort()),
                        "DATABASE_URL", postgres.url("customers"),
                        "TRANSACTIONS_SERVICE_URL", "http://127.0.0.1:" + transactionsPort));
        int transactions = start(
                new Transactions(Clock.systemUTC()),
                common,
                Map.of(
                        "HTTP_PORT", String.valueOf(transactionsPort),
                        "DATABASE_URL", postgres.url("transactions"),
                        "CUSTOMERS_SERVICE_URL", "http://127.0.0.1:" + customers));

        Vertx vertx = start(
                "gateway",
                () -> Tracing.from("gateway", options.environment())
                        .trace(Vertx.builder())
                        .build(),
                running -> running.close().await());
        HttpServer gateway = new Gateway(
                        vertx,
                        List.of(customers),
                        List.of(transactions),
                        new Settings(options.environment())
                                .find(CorsOrigins.SETTING)
                                .orElse(CorsOrigins.NONE))
                .listen(options.host().name(), options.port())
                .await();
        port = gateway.actualPort();
    }

    private int start(Service service, Map<String, String> common, Map<String, String> own) {
        Map<String, String> environment = new HashMap<>(common);
        environment.putAll(own);
        return start(
                        service.name(),
                        () -> ServiceLauncher.start(service, environment).await(),
                        running -> running.stop().await())
                .port();
    }

    private <T> T start(String name, Callable<T> start, RunningComponents.Stop<T> stop) {
        return started.start(
                () -> {
                    progress.accept(name);
                    return start.call();
                },
                stop);
    }

    private static void requireFree(int port, String advice) {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException taken) {
            throw new StartFailure("Port %d is in use: stop what listens there or %s.".formatted(port, advice), taken);
        }
    }

    /** The gateway's port. */
    int port() {
        return port;
    }
}
