package io.loomi.local.cluster;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Long before anybody forgets by themselves what they knew, on a busy machine too. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    /** So many that each event loop of a process gets one. */
    private static final int CONNECTIONS = 12;

    private static final int[] CUSTOMERS = {0, 1};
    private static final int[] TRANSACTIONS = {2, 3};
    private static final int CLIENTS = 4;
    private static final int ENOUGH = 60;

    @TempDir
    private static Path folder;

    private static ClusteredBank bank;

    @BeforeAll
    static void start() throws IOException {
        bank = new ClusteredBank(folder);
        Stream.of(CUSTOMERS, TRANSACTIONS).flatMapToInt(IntStream::of).forEach(number -> awaitMembers(number, 4));
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static void awaitMembers(int number, int members) {
        Awaitility.await().atMost(LONGEST).until(() -> bank.members(number) == members);
    }

    private static Answer credit(int number, String token, String key) {
        return bank.api(number)
                .post("/api/transactions")
                .as(token)
                .header("Idempotency-Key", key)
                .header("X-Correlation-ID", key)
                .json("{\"type\": \"credit\", \"amount\": 1.00}");
    }

    private static Answer transfer(int number, String token, String recipient, String amount, String key) {
        return bank.api(number)
                .post("/api/transactions")
                .as(token)
                .header("Idempotency-Key", key)
                .json("{\"type\": \"transfer\", \"amount\": %s, \"recipientId\": \"%s\"}".formatted(amount, recipient));
    }

    private static Answer account(int number, String token) {
        return bank.api(number).get("/api/accounts/me").as(token).send();
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

        assertThat(credit(2, ana, "ana-over-the-bus")).hasStatus(201);
        assertThat(credit(3, bia, "bia-over-the-bus")).hasStatus(201);

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
            assertThat(credit(number, cai, "cai-" + number)).hasStatus(201);
            assertThat(credit(number, dani, "dani-" + number)).hasStatus(201);
            assertThat(credit(number, fay, "fay-" + number)).hasStatus(201);
            // each event loop looks people up with a token of its own, which it gets over HTTP
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                assertThat(transfer(number, fay, id, "0.01", "before-" + number + "-" + connection))
                        .hasStatus(201);
            }
        }

        bank.cutAllButTheCluster();

        assertThat(bank.api(1).post("/api/auth/logout").as(cai).send()).hasStatus(204);
        isPutOut(cai);
        assertThat(status(id, admin, "suspended")).hasStatus(200);
        isPutOut(dani);
        for (int number : TRANSACTIONS) { // so that each knows the suspension, and would believe it for ten seconds
            assertThat(transfer(number, fay, id, "1.00", "suspended-" + number)).isProblem(422, "recipient-not-active");
        }
        assertThat(status(id, admin, "active")).hasStatus(200);
        String again = bank.signIn(0, "dani@example.com");
        String stranger = bank.signIn(1, eva);
        for (int number : TRANSACTIONS) {
            Awaitility.await()
                    .atMost(AT_ONCE)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(credit(number, again, "dani-again-" + number))
                            .hasStatus(201));
            assertThat(credit(number, stranger, "eva-" + number)).hasStatus(201);
        }
        bank.restore();
    }

    private static Answer status(String id, String admin, String status) {
        return bank.api(0)
                .call("PUT", "/api/users/" + id + "/status")
                .as(admin)
                .json("{\"status\": \"%s\"}".formatted(status));
    }

    private static void isPutOut(String token) {
        for (int number : TRANSACTIONS) {
            Awaitility.await()
                    .atMost(AT_ONCE)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(account(number, token)).isProblem(401, "revoked-token"));
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
        List<Queue<String>> keys = Stream.<Queue<String>>generate(ConcurrentLinkedQueue::new)
                .limit(CLIENTS)
                .toList();
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> clients = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(
                            client -> threads.submit(() -> goOnCrediting(tokens.get(client), keys.get(client), enough)))
                    .toList();
            awaitMore(keys);
            bank.kill(3);
            awaitMore(keys);
            bank.kill(0);
            // people whom the other transactions has not heard of yet
            for (String token : tokens.subList(CLIENTS, tokens.size())) {
                assertThat(credit(2, token, "stranger")).hasStatus(201);
            }
            awaitMore(keys);
            enough.set(true);
            for (Future<?> client : clients) {
                client.get();
            }
        }

        awaitMembers(1, 2);
        awaitMembers(2, 2);
        for (int client = 0; client < CLIENTS; client++) {
            String token = tokens.get(client);
            assertThat(keys.get(client))
                    .allSatisfy(key ->
                            assertThat(credit(2, token, key)).hasStatus(201).hasHeader("Idempotency-Replayed", "true"));
            assertThat(account(2, token).body())
                    .contains("\"balance\":%d.00,".formatted(keys.get(client).size()));
        }
    }

    /** @param acknowledged gets the key of each credit that was */
    private static void goOnCrediting(String token, Queue<String> acknowledged, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            String key = "credit-" + i;
            int number = TRANSACTIONS[i % TRANSACTIONS.length];
            while (!isAcknowledged(number, token, key)) {
                number = 2; // with the same key, as nobody knows what came of it
            }
            acknowledged.add(key);
        }
    }

    private static void awaitMore(List<Queue<String>> keys) {
        int before = sum(keys);
        Awaitility.await().atMost(LONGEST).until(() -> sum(keys) > before + ENOUGH);
    }

    private static int sum(List<Queue<String>> keys) {
        return keys.stream().mapToInt(Queue::size).sum();
    }

    /** A client that gets no answer does not know; one that gets an answer gets a good one, or is told to come again. */
    private static boolean isAcknowledged(int number, String token, String key) {
        Answer answer;
        try {
            answer = credit(number, token, key);
        } catch (AssertionError unanswered) {
            assertThat(unanswered).hasCauseInstanceOf(IOException.class);
            return false;
        }
        assertThat(answer.status()).as(answer.body()).isIn(201, 503);
        return answer.status() == 201;
    }

    @Test
    @Order(4)
    void takesAMemberBackAndLetsAnotherLeaveInOrder() throws IOException {
        bank.start(3);
        bank.start(0);
        bank.awaitReady(3);
        bank.awaitReady(0);
        for (int number = 0; number < 4; number++) {
            awaitMembers(number, 4);
        }
        bank.stop(0); // the other one is whom HTTP goes to, for the keys of tokens
        bank.register(1, "gil@example.com");
        String gil = bank.signIn(1, "gil@example.com");

        awaitMembers(3, 3);
        assertThat(credit(3, gil, "gil")).hasStatus(201);
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
