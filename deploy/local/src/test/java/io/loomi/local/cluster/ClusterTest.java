package io.loomi.local.cluster;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.Slow;
import io.loomi.local.GatewayClient;
import io.loomi.local.process.RunningComponents;
import io.loomi.local.process.ServiceProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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

/** The cluster on one machine: two instances of each service, each its own process, behind the real Nginx. */
@NeedsNginx
@Slow
class ClusterTest {

    private static final int CLIENTS = 8;
    private static final int MIN_OUTCOMES = 300;
    private static final long CENTS_BEFORE = 100_50;
    private static final int PORT = NginxRun.freePort();

    @TempDir
    private static Path data;

    private static final RunningComponents STARTED = new RunningComponents();
    private static Cluster cluster;
    private static NginxRun nginx;
    private static GatewayClient bank;

    /** One answer under load; all times are from the same clock. */
    record Outcome(String method, String correlationId, long beganNanos, int status) {}

    @BeforeAll
    static void start() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(
                Map.of("RATE_LIMIT", "off", "LOG_LEVEL", "warn", "LIMIT_RATE", "100000", "LIMIT_BURST", "100000"));
        cluster = Cluster.start(new ClusterOptions(2, PORT, data), fromClassPath(), environment, STARTED, _ -> {});
        nginx = NginxRun.of(data.resolve("cluster/nginx"), PORT);
        bank = new GatewayClient(PORT);
    }

    @AfterAll
    static void stop() {
        List<ServiceProcess> instances = cluster == null ? List.of() : cluster.instances();
        STARTED.close();
        assertThat(instances).noneMatch(instance -> isAlive(instance.pid()));
    }

    /** Runs the services from the test class path, as the jars may not exist yet. C1 is enough for short-lived processes. */
    private static Programs fromClassPath() {
        return new Programs(
                service ->
                        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main(service)),
                NginxRun.PROGRAM,
                Path.of("../nginx").toAbsolutePath());
    }

    private static String main(String service) {
        return service.equals("customers") ? "io.loomi.customers.Customers" : "io.loomi.transactions.Transactions";
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void doesNotShareItsDataWithASecondCluster() {
        try (RunningComponents second = new RunningComponents()) {
            ClusterOptions options = new ClusterOptions(1, NginxRun.freePort(), data);

            assertThatThrownBy(() -> Cluster.start(options, fromClassPath(), Map.of(), second, _ -> {}))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("The data in %s is in use", data);
        }
        assertThat(bank.customers().get("/health").send()).hasStatus(200);
    }

    @Test
    void makesOneClusterOfAllInstances() {
        assertThat(cluster.instances()).hasSize(4).allSatisfy(instance -> {
            ContractClient api = new ContractClient(service(instance), URI.create(instance.url()));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(api.get("/metrics").send().body())
                            .contains("loomi_cluster_members{service=\"%s\"} 4".formatted(service(instance))));
        });
    }

    private static String service(ServiceProcess instance) {
        return instance.toString().replaceFirst("-\\d+$", "");
    }

    @Test
    void listensOnLoopbackByDefault() {
        assertThatThrownBy(() -> new Socket("127.0.0.2", PORT).close()).isInstanceOf(IOException.class);
        for (ServiceProcess instance : cluster.instances()) {
            assertThatThrownBy(() -> new Socket("127.0.0.2", instance.port()).close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void losesOnlyRequestsInFlightOnKilledInstances() throws Exception {
        bank.register("ana@example.com");
        String token = bank.signIn("ana@example.com");
        assertThat(bank.credit(token, "100.50")).hasStatus(201);
        assertThat(bank.account(token).body()).contains("\"balance\":100.50,");
        assertThat(bank.customers().get("/health").send().body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(bank.customers().get("/docs/").send()).hasStatus(200);

        // one instance of each service, with different numbers
        List<ServiceProcess> victims =
                List.of(cluster.instances().getFirst(), cluster.instances().getLast());
        Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        long killedNanos = killUnderLoad(victims, token, outcomes);

        List<Outcome> failed =
                outcomes.stream().filter(outcome -> outcome.status() >= 400).toList();
        assertThat(failed).hasSizeLessThanOrEqualTo(CLIENTS).allSatisfy(outcome -> {
            assertThat(outcome.method()).isEqualTo("POST");
            assertThat(outcome.status()).isEqualTo(502);
            assertThat(outcome.beganNanos()).isLessThan(killedNanos);
            assertThat(upstreamOf(outcome))
                    .isEqualTo("127.0.0.1:" + victims.getLast().port());
        });
        assertThat(creditedCents(token) - CENTS_BEFORE)
                .isBetween(acknowledged(outcomes), acknowledged(outcomes) + failed.size());
        assertThat(bank.register("bea@example.com")).hasStatus(201);
        assertThat(bank.transfer(token, "bea@example.com", "1.00")).hasStatus(201);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(bank.customers().get("/health").send().body())
                                .isEqualTo("{\"status\":\"up\"}"));
    }

    /** @return the time at which the last victim had ended */
    private static long killUnderLoad(List<ServiceProcess> victims, String token, Queue<Outcome> outcomes) {
        AtomicBoolean stopped = new AtomicBoolean();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.submit(() -> {
                    while (!stopped.get()) {
                        outcomes.add(credit(token));
                        outcomes.add(read("/api/accounts/me", token));
                        outcomes.add(read("/api/users/me", token));
                    }
                });
            }
            try {
                Awaitility.await().until(() -> outcomes.size() > MIN_OUTCOMES);
                victims.forEach(ServiceProcess::kill);
                victims.forEach(victim -> ProcessHandle.of(victim.pid())
                        .ifPresent(process -> process.onExit().join()));
                long killedNanos = System.nanoTime();
                long before = outcomes.size();
                Awaitility.await().until(() -> outcomes.size() > before + MIN_OUTCOMES);
                return killedNanos;
            } finally {
                stopped.set(true);
            }
        }
    }

    /** The number of acknowledged credits, of one cent each. */
    private static long acknowledged(Queue<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.method().equals("POST") && outcome.status() == 201)
                .count();
    }

    private static long creditedCents(String token) {
        BigDecimal balance =
                new BigDecimal(bank.account(token).json().getValue("balance").toString());
        return balance.movePointRight(2).longValueExact();
    }

    /** The upstream address in Nginx's access log. */
    private static String upstreamOf(Outcome outcome) {
        return nginx.accesses().stream()
                .filter(line -> outcome.correlationId().equals(line.getString("correlationId")))
                .map(line -> line.getJsonObject("metadata"))
                .map((JsonObject metadata) -> metadata.getString("upstream"))
                .findFirst()
                .orElse("nowhere");
    }

    private static Outcome credit(String token) {
        String id = UUID.randomUUID().toString();
        long began = System.nanoTime();
        HttpResponse<String> answer = nginx.post(
                "/api/transactions",
                "{\"type\":\"credit\",\"amount\":0.01}",
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + token,
                "Idempotency-Key",
                id,
                "X-Correlation-ID",
                id);
        return new Outcome("POST", id, began, answer.statusCode());
    }

    private static Outcome read(String path, String token) {
        String id = UUID.randomUUID().toString();
        long began = System.nanoTime();
        HttpResponse<String> answer = nginx.get(path, "Authorization", "Bearer " + token, "X-Correlation-ID", id);
        return new Outcome("GET", id, began, answer.statusCode());
    }
}
