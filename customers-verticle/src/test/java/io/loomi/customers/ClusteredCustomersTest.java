package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cluster.Broadcasts;
import io.loomi.common.cluster.BusAddress;
import io.loomi.common.cluster.BusClient;
import io.loomi.common.cluster.BusReply;
import io.loomi.common.cluster.NoReply;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TestCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The customers service in a cluster: another member sends it requests and receives its broadcasts. */
@Slow
class ClusteredCustomersTest {

    private static final String ADMIN_EMAIL = "admin@loomi.test";
    private static final String PASSWORD = "correct horse battery";

    private static final Queue<Revocation> REVOCATIONS = new ConcurrentLinkedQueue<>();
    private static final Queue<String> CHANGES = new ConcurrentLinkedQueue<>();

    private static TestCluster cluster;
    private static ServiceBench customers;
    private static Vertx other;
    private static BusClient questions;

    /** A customer who has registered and signed in. */
    private record TestCustomer(String id, String email, String token) {}

    @BeforeAll
    static void join() {
        cluster = TestCluster.of(2);
        customers = start(Map.of());
        other = cluster.join(1, "transactions");
        questions = BusClient.of(other, new SimpleMeterRegistry()).orElseThrow();
        Broadcasts broadcasts = new Broadcasts(other);
        broadcasts
                .subscribe(
                        BusAddress.REVOCATIONS,
                        word -> word.getJsonArray("revocations")
                                .forEach(item -> REVOCATIONS.add(Revocation.of((JsonObject) item))))
                .await();
        broadcasts
                .subscribe(BusAddress.CHANGES, word -> CHANGES.add(word.getString("userId")))
                .await();
    }

    private static ServiceBench start(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(cluster.settings(0));
        settings.put("TRANSACTIONS_SERVICE_URL", TransactionsDouble.shared().url());
        settings.put("DATABASE_URL", Backend.shared().createDatabase("customers_of_a_cluster"));
        settings.put("ADMIN_EMAIL", ADMIN_EMAIL);
        settings.put("ADMIN_PASSWORD", PASSWORD);
        settings.putAll(changes);
        return ServiceBench.start(new Customers(Clock.systemUTC()), settings);
    }

    @AfterAll
    static void leave() {
        customers.close();
        other.close().await();
    }

    private static TestCustomer customer() {
        String email = UUID.randomUUID() + "@example.com";
        Answer registered = customers.api().post("/api/users").json("""
                        {"name": "Ana", "email": "%s", "password": "%s"}""".formatted(email, PASSWORD));
        return new TestCustomer(registered.json().getString("id"), email, signIn(email));
    }

    private static String signIn(String email) {
        return customers
                .api()
                .post("/api/auth/login")
                .json("""
                        {"email": "%s", "password": "%s"}""".formatted(email, PASSWORD))
                .json()
                .getString("accessToken");
    }

    private static BusReply ask(BusAddress address, JsonObject question, String token) {
        return TestCluster.asARequest(other, () -> questions.ask(address, question, token));
    }

    private static BusReply statusOf(TestCustomer customer, String token) {
        return ask(BusAddress.STATUS, new JsonObject().put("userId", customer.id()), token);
    }

    @Test
    void returnsAStatusOnlyToTheCustomerAndToServices() {
        TestCustomer ana = customer();
        TestCustomer bia = customer();

        assertThat(statusOf(ana, ana.token()).body())
                .isEqualTo(new JsonObject().put("id", ana.id()).put("status", "active"));
        assertThat(statusOf(ana, bia.token()).status()).isEqualTo(403);
        assertThat(statusOf(ana, "").status()).isEqualTo(401);
        assertThat(statusOf(
                                ana,
                                CustomersWithoutDatabase.service(customers.api())
                                        .json()
                                        .getString("accessToken"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesATokenOfAnEndedSession() {
        TestCustomer ana = customer();
        customers.api().post("/api/auth/logout").as(ana.token()).send();

        assertThat(statusOf(ana, ana.token()).status()).isEqualTo(401);
    }

    @Test
    void looksCustomersUpForServicesOnly() {
        TestCustomer ana = customer();
        String service =
                CustomersWithoutDatabase.service(customers.api()).json().getString("accessToken");
        JsonObject byEmail = new JsonObject().put("email", ana.email());

        assertThat(ask(BusAddress.LOOKUP, byEmail, service).body().getString("id"))
                .isEqualTo(ana.id());
        assertThat(ask(BusAddress.LOOKUP, new JsonObject().put("id", ana.id()), service)
                        .body()
                        .getString("status"))
                .isEqualTo("active");
        assertThat(ask(BusAddress.LOOKUP, new JsonObject().put("email", "nobody@example.com"), service)
                        .status())
                .isEqualTo(404);
        assertThat(ask(BusAddress.LOOKUP, byEmail, ana.token()).status()).isEqualTo(403);
    }

    @Test
    void refusesAnInvalidRequest() {
        String service =
                CustomersWithoutDatabase.service(customers.api()).json().getString("accessToken");

        for (JsonObject question :
                new JsonObject[] {new JsonObject(), new JsonObject().put("id", "7"), new JsonObject().put("email", 7)
                }) {
            assertThat(ask(BusAddress.LOOKUP, question, service).status()).isEqualTo(400);
        }
    }

    @Test
    void broadcastsRevocationsAndStatusChanges() {
        TestCustomer ana = customer();
        TestCustomer bia = customer();
        String admin = signIn(ADMIN_EMAIL);

        customers.api().post("/api/auth/logout").as(ana.token()).send();
        Answer suspended = customers
                .api()
                .call("PUT", "/api/users/" + bia.id() + "/status")
                .as(admin)
                .json("{\"status\": \"suspended\"}");

        assertThat(suspended).hasStatus(200);
        Awaitility.await()
                .untilAsserted(() -> assertThat(REVOCATIONS)
                        .anyMatch(word -> word.kind() == Revocation.Kind.SESSION)
                        .anyMatch(word -> word.kind() == Revocation.Kind.USER
                                && word.subject().toString().equals(bia.id())));
        Awaitility.await().untilAsserted(() -> assertThat(CHANGES).contains(bia.id()));
        assertThat(CHANGES).doesNotContain(ana.id());
    }

    @Test
    void showsTheClusterMembersInItsHealth() {
        JsonObject health =
                customers.api().get("/health").as(signIn(ADMIN_EMAIL)).send().json();

        assertThat(health.getJsonObject("checks").getJsonObject("cluster"))
                .isEqualTo(new JsonObject()
                        .put("status", "up")
                        .put("members", 2)
                        .put("customers", 1)
                        .put("transactions", 1));
        assertThat(customers.api().get("/metrics").send().body())
                .contains("loomi_cluster_members{service=\"customers\"} 2.0");
    }

    @Test
    void stopsAnsweringImmediatelyWhenItLeaves() {
        TestCluster own = TestCluster.of(2);
        Map<String, String> settings = new HashMap<>(own.settings(0));
        settings.put("TRANSACTIONS_SERVICE_URL", TransactionsDouble.shared().url());
        settings.put("DATABASE_URL", Backend.shared().createDatabase("customers_that_leave"));
        ServiceBench leaving = ServiceBench.start(new Customers(Clock.systemUTC()), settings);
        Vertx left = own.join(1, "transactions");
        BusClient asking = BusClient.of(left, new SimpleMeterRegistry()).orElseThrow();
        assertThat(TestCluster.asARequest(left, () -> asking.ask(BusAddress.STATUS, new JsonObject(), ""))
                        .status())
                .isEqualTo(401);

        leaving.close();

        Assertions.assertThatThrownBy(
                        () -> TestCluster.asARequest(left, () -> asking.ask(BusAddress.STATUS, new JsonObject(), "")))
                .isInstanceOf(NoReply.class);
        left.close().await();
    }
}
