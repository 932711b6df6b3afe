package io.loomi.local.cluster;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.local.cluster.ClusteredBank.TRANSACTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of four processes: customers broadcasts changes to both transactions instances, and members are killed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Slow
class ClusteredProcessesTest {

    /** Shorter than the expiry of cached values, with a margin for a busy machine. */
    private static final Duration PROPAGATION_TIMEOUT = Duration.ofSeconds(5);

    /** Enough for each event loop of a process to get one. */
    private static final int CONNECTIONS = 12;

    private static final int CLIENTS = 4;

    @TempDir
    private static Path folder;

    private static ClusteredBank bank;

    @BeforeAll
    static void start() throws IOException {
        bank = new ClusteredBank(folder);
        awaitAllFour();
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static void awaitAllFour() {
        for (int number = 0; number < 4; number++) {
            bank.awaitMembers(number, 4);
        }
    }

    private static double busRequests(int number, String outcome) {
        return bank.metric(
                number,
                "loomi_bus_requests_total{address=\"loomi.customers.status.v1\",outcome=\"%s\",service=\"transactions\"}"
                        .formatted(outcome));
    }

    @Test
    @Order(1)
    void looksCustomersUpOverTheBusWithTheCorrelationId() {
        bank.register(0, "ana@example.com");
        bank.register(1, "bia@example.com");
        String ana = bank.signIn(0, "ana@example.com");
        String bia = bank.signIn(1, "bia@example.com");

        assertThat(bank.credit(2, ana, "ana-over-the-bus")).hasStatus(201);
        assertThat(bank.credit(3, bia, "bia-over-the-bus")).hasStatus(201);

        assertThat(busRequests(2, "replied")).isEqualTo(1);
        assertThat(busRequests(3, "replied")).isEqualTo(1);
        Awaitility.await()
                .untilAsserted(() -> assertThat(Stream.concat(bank.log(0).stream(), bank.log(1).stream()))
                        .anyMatch(line ->
                                line.contains("Event bus request answered") && line.contains("ana-over-the-bus"))
                        .anyMatch(line ->
                                line.contains("Event bus request answered") && line.contains("bia-over-the-bus")));
    }

    @Test
    @Order(2)
    void broadcastsRevocationsAndChangesWithRedisAndHttpCut() {
        bank.register(0, "cai@example.com");
        String id = bank.register(1, "dani@example.com").json().getString("id");
        String cai = bank.signIn(0, "cai@example.com");
        String dani = bank.signIn(0, "dani@example.com");
        String admin = bank.signIn(1, ClusteredBank.ADMIN_EMAIL);
        bank.register(0, "fay@example.com");
        String fay = bank.signIn(0, "fay@example.com");
        String eva = "eva@example.com";
        bank.register(0, eva);
        for (int number : TRANSACTIONS) {
            assertThat(bank.credit(number, cai, "cai-" + number)).hasStatus(201);
            assertThat(bank.credit(number, dani, "dani-" + number)).hasStatus(201);
            assertThat(bank.credit(number, fay, "fay-" + number)).hasStatus(201);
            // each event loop looks customers up with its own service token, which it gets over HTTP
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                assertThat(bank.transfer(number, fay, id, "0.01", "before-" + number + "-" + connection))
                        .hasStatus(201);
            }
        }

        bank.cutRedisAndHttp();

        assertThat(bank.api(1).post("/api/auth/logout").as(cai).send()).hasStatus(204);
        assertRevoked(cai);
        assertThat(bank.setStatus(id, admin, "suspended")).hasStatus(200);
        assertRevoked(dani);
        for (int number : TRANSACTIONS) { // each caches the suspension, for ten seconds
            assertThat(bank.transfer(number, fay, id, "1.00", "suspended-" + number))
                    .isProblem(422, "recipient-not-active");
        }
        assertThat(bank.setStatus(id, admin, "active")).hasStatus(200);
        String again = bank.signIn(0, "dani@example.com");
        String stranger = bank.signIn(1, eva);
        for (int number : TRANSACTIONS) {
            Awaitility.await()
                    .atMost(PROPAGATION_TIMEOUT)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(bank.credit(number, again, "dani-again-" + number))
                            .hasStatus(201));
            assertThat(bank.credit(number, stranger, "eva-" + number)).hasStatus(201);
        }
        bank.restore();
    }

    private static void assertRevoked(String token) {
        for (int number : TRANSACTIONS) {
            Awaitility.await()
                    .atMost(PROPAGATION_TIMEOUT)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(bank.account(number, token)).isProblem(401, "revoked-token"));
        }
    }

    @Test
    @Order(3)
    void keepsAcknowledgedCreditsWhenMembersAreKilled() throws Exception {
        List<String> people = IntStream.range(0, CLIENTS + 4)
                .mapToObj("person-%d@example.com"::formatted)
                .toList();
        people.forEach(email -> bank.register(0, email));
        List<String> tokens =
                people.stream().map(email -> bank.signIn(0, email)).toList();
        List<Queue<String>> keys;
        try (CreditingClients clients = new CreditingClients(bank, tokens.subList(0, CLIENTS))) {
            clients.awaitMore();
            bank.kill(3);
            clients.awaitMore();
            bank.kill(0);
            // customers that the other transactions instance has not looked up yet
            for (String token : tokens.subList(CLIENTS, tokens.size())) {
                assertThat(bank.credit(2, token, "stranger")).hasStatus(201);
            }
            clients.awaitMore();
            keys = clients.end();
        }

        bank.awaitMembers(1, 2);
        bank.awaitMembers(2, 2);
        for (int client = 0; client < CLIENTS; client++) {
            String token = tokens.get(client);
            assertThat(keys.get(client))
                    .allSatisfy(key -> assertThat(bank.credit(2, token, key))
                            .hasStatus(201)
                            .hasHeader("Idempotency-Replayed", "true"));
            assertThat(bank.account(2, token).body())
                    .contains("\"balance\":%d.00,".formatted(keys.get(client).size()));
        }
    }

    @Test
    @Order(4)
    void letsMembersRejoinAndLeaveGracefully() throws IOException {
        bank.start(3);
        bank.start(0);
        bank.awaitReady(3);
        bank.awaitReady(0);
        awaitAllFour();
        bank.stop(0); // instance 1 stays: transactions gets token keys from it over HTTP
        bank.register(1, "gil@example.com");
        String gil = bank.signIn(1, "gil@example.com");

        bank.awaitMembers(3, 3);
        assertThat(bank.credit(3, gil, "gil")).hasStatus(201);
        assertThat(bank.log(0)).anyMatch(line -> line.contains("\"Stopped\"") && line.contains("\"drained\":true"));
    }

    @Test
    void loadsNoHazelcastClassWithoutACluster() throws Exception {
        Path loaded = folder.resolve("classes");

        Process migration = bank.runUnclustered(List.of("-Xlog:class+load:file=" + loaded), "migrate");

        assertThat(migration.waitFor()).isZero();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("io.vertx.core."))
                .noneMatch(line -> line.contains("hazelcast"));
    }
}
