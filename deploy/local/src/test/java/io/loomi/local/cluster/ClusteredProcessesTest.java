package io.loomi.local.cluster;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.local.cluster.ClusteredBank.TRANSACTIONS;
import static org.assertj.core.api.Assertions.assertThat;

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

/** A cluster of four processes: what one customers knows, both transactions learn over the event bus; and members die. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusteredProcessesTest {

    /** Long before anybody forgets by themselves what they knew, on a busy machine too. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    /** So many that each event loop of a process gets one. */
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

    private static double questions(int number, String outcome) {
        return bank.figure(
                number,
                "loomi_bus_questions_total{address=\"loomi.customers.status.v1\",outcome=\"%s\",service=\"transactions\"}"
                        .formatted(outcome));
    }

    @Test
    @Order(1)
    void looksPeopleUpOverTheBusAndCarriesTheCorrelation() {
        bank.register(0, "ana@example.com");
        bank.register(1, "bia@example.com");
        String ana = bank.signIn(0, "ana@example.com");
        String bia = bank.signIn(1, "bia@example.com");

        assertThat(bank.credit(2, ana, "ana-over-the-bus")).hasStatus(201);
        assertThat(bank.credit(3, bia, "bia-over-the-bus")).hasStatus(201);

        assertThat(questions(2, "answered")).isEqualTo(1);
        assertThat(questions(3, "answered")).isEqualTo(1);
        Awaitility.await()
                .untilAsserted(() -> assertThat(Stream.concat(bank.log(0).stream(), bank.log(1).stream()))
                        .anyMatch(line -> line.contains("Question answered") && line.contains("ana-over-the-bus"))
                        .anyMatch(line -> line.contains("Question answered") && line.contains("bia-over-the-bus")));
    }

    @Test
    @Order(2)
    void tellsRevocationsAndChangesToEveryInstanceWithRedisAndHttpCut() {
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
            // each event loop looks people up with a token of its own, which it gets over HTTP
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                assertThat(bank.transfer(number, fay, id, "0.01", "before-" + number + "-" + connection))
                        .hasStatus(201);
            }
        }

        bank.cutAllButTheCluster();

        assertThat(bank.api(1).post("/api/auth/logout").as(cai).send()).hasStatus(204);
        isPutOut(cai);
        assertThat(bank.setStatus(id, admin, "suspended")).hasStatus(200);
        isPutOut(dani);
        for (int number : TRANSACTIONS) { // so that each knows the suspension, and would believe it for ten seconds
            assertThat(bank.transfer(number, fay, id, "1.00", "suspended-" + number))
                    .isProblem(422, "recipient-not-active");
        }
        assertThat(bank.setStatus(id, admin, "active")).hasStatus(200);
        String again = bank.signIn(0, "dani@example.com");
        String stranger = bank.signIn(1, eva);
        for (int number : TRANSACTIONS) {
            Awaitility.await()
                    .atMost(AT_ONCE)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(bank.credit(number, again, "dani-again-" + number))
                            .hasStatus(201));
            assertThat(bank.credit(number, stranger, "eva-" + number)).hasStatus(201);
        }
        bank.restore();
    }

    private static void isPutOut(String token) {
        for (int number : TRANSACTIONS) {
            Awaitility.await()
                    .atMost(AT_ONCE)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(bank.account(number, token)).isProblem(401, "revoked-token"));
        }
    }

    @Test
    @Order(3)
    void losesNothingThatWasAcknowledgedWhenMembersAreKilled() throws Exception {
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
            // people whom the other transactions has not heard of yet
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
    void takesAMemberBackAndLetsAnotherLeaveInOrder() throws IOException {
        bank.start(3);
        bank.start(0);
        bank.awaitReady(3);
        bank.awaitReady(0);
        awaitAllFour();
        bank.stop(0); // the other one is whom HTTP goes to, for the keys of tokens
        bank.register(1, "gil@example.com");
        String gil = bank.signIn(1, "gil@example.com");

        bank.awaitMembers(3, 3);
        assertThat(bank.credit(3, gil, "gil")).hasStatus(201);
        assertThat(bank.log(0)).anyMatch(line -> line.contains("\"Stopped\"") && line.contains("\"drained\":true"));
    }

    @Test
    void loadsNothingOfHazelcastWhereThereIsNoCluster() throws Exception {
        Path loaded = folder.resolve("classes");

        Process migration = bank.alone(List.of("-Xlog:class+load:file=" + loaded), "migrate");

        assertThat(migration.waitFor()).isZero();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("io.vertx.core."))
                .noneMatch(line -> line.contains("hazelcast"));
    }
}
