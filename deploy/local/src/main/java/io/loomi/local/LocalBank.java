package io.loomi.local;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.http.CorsOrigins;
import io.loomi.common.launch.RunningService;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.ServiceLauncher;
import io.loomi.common.network.TrustedProxies;
import io.loomi.common.tls.TlsFiles;
import io.loomi.common.tracing.Tracing;
import io.loomi.customers.Customers;
import io.loomi.transactions.Transactions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole bank in this JVM. Starts part by part and stops in the opposite order, also when it gets only half-way. */
final class LocalBank implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalBank.class);

    private final LocalOptions options;
    private final Consumer<String> progress;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private int port;

    private LocalBank(LocalOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Starts everything and waits until it answers; not to be called on an event loop.
     *
     * @param progress is told what is being started
     * @throws StartFailure after what had started is stopped again
     */
    static LocalBank start(LocalOptions options, Consumer<String> progress) {
        LocalBank bank = new LocalBank(options, progress);
        try {
            bank.startParts();
            return bank;
        } catch (Exception failure) {
            bank.close();
            throw failure instanceof StartFailure known
                    ? known
                    : new StartFailure(
                            "The bank does not start: %s; see %s."
                                    .formatted(
                                            failure.getMessage(), options.data().resolve("loomi.log")),
                            failure);
        }
    }

    private void startParts() throws IOException {
        requireFree(options.customersPort(), "set CUSTOMERS_PORT to another");
        requireFree(options.transactionsPort(), "set TRANSACTIONS_PORT to another");
        requireFree(options.port(), "choose another with --port");
        DataFolder data = own(DataFolder.open(options.data()));

        progress.accept("PostgreSQL " + DataFolder.POSTGRES_VERSION);
        LocalPostgres postgres = LocalPostgres.start(data.postgres(), List.of("customers", "transactions"));
        parts.push(postgres::stop);
        progress.accept("Redis");
        LocalRedis redis = LocalRedis.start(data.redisPidFile());
        parts.push(redis::stop);

        data.note("""
                customers=%s
                transactions=%s
                redis=%s
                """.formatted(postgres.url("customers"), postgres.url("transactions"), redis.url()));

        Map<String, String> common = new HashMap<>(options.environment());
        common.put("REDIS_URL", redis.url());
        // The services are reached through the gateway only, and that from this machine only unless HTTP_HOST says
        // otherwise.
        common.put("HTTP_HOST", FrontHost.LOOPBACK);
        // The gateway speaks plain HTTP to them, on this machine.
        common.remove(TlsFiles.CERTIFICATE.name());
        common.remove(TlsFiles.PRIVATE_KEY.name());
        common.put(TrustedProxies.SETTING.name(), FrontHost.LOOPBACK); // the gateway, which is in front of both
        common.put("DATA_FOLDER", options.data().toString()); // customers keeps its key of development there
        options.host().replaceKnownSecret(common);
        int customers = start(
                new Customers(Clock.systemUTC()),
                common,
                Map.of(
                        "HTTP_PORT", String.valueOf(options.customersPort()),
                        "DATABASE_URL", postgres.url("customers")));
        int transactions = start(
                new Transactions(Clock.systemUTC()),
                common,
                Map.of(
                        "HTTP_PORT", String.valueOf(options.transactionsPort()),
                        "DATABASE_URL", postgres.url("transactions"),
                        "CUSTOMERS_SERVICE_URL", "http://127.0.0.1:" + customers));

        progress.accept("gateway");
        Vertx vertx = Tracing.from("gateway", options.environment())
                .trace(Vertx.builder())
                .build();
        parts.push(() -> vertx.close().await());
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
        progress.accept(service.name());
        Map<String, String> environment = new HashMap<>(common);
        environment.putAll(own);
        RunningService running = ServiceLauncher.start(service, environment).await();
        parts.push(() -> running.stop().await());
        return running.port();
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
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

    /** Stops everything, the last started first; a part that does not stop does not keep the others from it. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                LOG.atWarn().setCause(failure).log("A part of the bank did not stop well");
            }
        }
    }
}
