package io.loomi.local.cluster;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Backend;
import io.loomi.local.GatewayClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of each service, as processes of their own, behind the real Nginx. */
@NeedsNginx
class NginxFailoverTest {

    private static final int CLIENTS = 8;
    private static final int ENOUGH = 200;

    @TempDir
    private static Path folder;

    private static final List<Instance> INSTANCES = new ArrayList<>();
    private static NginxRun nginx;
    private static GatewayClient bank;

    /** One answer under load; times by the same clock. */
    record Outcome(String method, long beganNanos, int status) {}

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> common = new HashMap<>(System.getenv());
        common.put("REDIS_URL", Backend.shared().redisUrl());
        common.put("RATE_LIMIT", "off");
        common.put("LOG_LEVEL", "warn");
        common.put("TRUSTED_PROXIES", "127.0.0.1");
        common.put("DATA_FOLDER", folder.toString()); // a token of one instance is good at the other
        Map<String, String> customers =
                with(common, Map.of("DATABASE_URL", Backend.shared().createDatabase("customers_behind_nginx")));
        startInstance("customers-1", "io.loomi.customers.Customers", customers);
        startInstance("customers-2", "io.loomi.customers.Customers", customers);
        Map<String, String> transactions = with(
                common,
                Map.of(
                        "DATABASE_URL",
                        Backend.shared().createDatabase("transactions_behind_nginx"),
                        "CUSTOMERS_SERVICE_URL",
                        "http://127.0.0.1:" + INSTANCES.getFirst().port()));
        startInstance("transactions-1", "io.loomi.transactions.Transactions", transactions);
        startInstance("transactions-2", "io.loomi.transactions.Transactions", transactions);
        INSTANCES.forEach(Instance::awaitReady);
        nginx = NginxRun.start(
                folder,
                "http",
                NginxSettings.plain(NginxRun.freePort(), ports(0, 1), ports(2, 3))
                        .with("LIMIT_RATE", "100000")
                        .with("LIMIT_BURST", "100000"));
        bank = new GatewayClient(nginx.port());
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        INSTANCES.forEach(Instance::askToEnd);
        INSTANCES.forEach(Instance::close);
    }

    @Test
    void losesNothingButWhatIsInFlightOnAnInstanceThatIsKilled() throws Exception {
        bank.register("ana@example.com");
        String token = bank.signIn("ana@example.com");
        assertThat(bank.credit(token, "100.50")).hasStatus(201);
        assertThat(bank.account(token).body()).contains("\"balance\":100.50,");
        assertThat(bank.customers().get("/health").send().body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(bank.customers().get("/docs/").send()).hasStatus(200);

        Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.submit(() -> {
                    while (!enough.get()) {
                        outcomes.add(credit(token));
                        outcomes.add(read(token));
                    }
                });
            }
            Awaitility.await().until(() -> outcomes.size() > ENOUGH);
            Instance victim = INSTANCES.getLast();
            victim.kill();
            ProcessHandle.of(victim.pid()).ifPresent(process -> process.onExit().join());
            long killedNanos = System.nanoTime();
            long before = outcomes.size();
            Awaitility.await().until(() -> outcomes.size() > before + ENOUGH);
            enough.set(true);
            clients.shutdown();

            List<Outcome> failed =
                    outcomes.stream().filter(outcome -> outcome.status() >= 400).toList();
            assertThat(failed).allSatisfy(outcome -> {
                assertThat(outcome.method()).isEqualTo("POST");
                assertThat(outcome.status()).isEqualTo(502);
                assertThat(outcome.beganNanos()).isLessThan(killedNanos);
            });
            assertThat(failed.size()).isLessThanOrEqualTo(CLIENTS);
        }
        assertThat(bank.account(token)).hasStatus(200);
        assertThat(bank.customers().get("/health").send().body()).isEqualTo("{\"status\":\"up\"}");
    }

    private static Outcome credit(String token) {
        long began = System.nanoTime();
        HttpResponse<String> answer = nginx.post(
                "/api/transactions",
                "{\"type\":\"credit\",\"amount\":0.01}",
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + token,
                "Idempotency-Key",
                UUID.randomUUID().toString());
        return new Outcome("POST", began, answer.statusCode());
    }

    private static Outcome read(String token) {
        long began = System.nanoTime();
        return new Outcome(
                "GET",
                began,
                nginx.get("/api/accounts/me", "Authorization", "Bearer " + token)
                        .statusCode());
    }

    private static void startInstance(String name, String main, Map<String, String> environment) throws IOException {
        INSTANCES.add(
                Instance.start(name, List.of("-cp", System.getProperty("java.class.path"), main), environment, folder));
    }

    private static Map<String, String> with(Map<String, String> common, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(common);
        all.putAll(own);
        return all;
    }

    private static List<Integer> ports(int first, int second) {
        return List.of(INSTANCES.get(first).port(), INSTANCES.get(second).port());
    }
}
