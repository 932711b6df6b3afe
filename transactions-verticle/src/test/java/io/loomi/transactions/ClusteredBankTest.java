package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.Permission;
import io.loomi.common.auth.TokenRules;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.cluster.Broadcasts;
import io.loomi.common.cluster.BusAddress;
import io.loomi.common.cluster.BusServer;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.CuttableProxy;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TestCluster;
import io.loomi.common.testing.TokenForge;
import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.CustomersDouble.Mood;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The transactions service in a cluster in which another member acts as customers. */
@Slow
class ClusteredBankTest {

    /** Without the cluster, a change would take longer to arrive. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final TestCluster CLUSTER = TestCluster.of(2);
    private static final String REDIS_URL = Backend.shared().redisUrl();

    private static CuttableProxy redis;
    private static Bank bank;
    private static Vertx customers;

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final BusServer answers = new BusServer(customers, verifier(), Optional.empty());

    @BeforeAll
    static void open() {
        redis = CuttableProxy.to(REDIS_URL);
        Map<String, String> settings = new HashMap<>(CLUSTER.settings(0));
        settings.put("REDIS_URL", redis.in(REDIS_URL));
        bank = Bank.openWith(settings);
        customers = CLUSTER.join(1, "customers");
    }

    @AfterEach
    void reset() {
        answers.close().await();
        redis.restore();
        bank.customers().setMood(Mood.WELL);
    }

    @AfterAll
    static void close() {
        bank.close();
        customers.close().await();
        redis.close();
    }

    private static TokenVerifier verifier() {
        return new TokenVerifier(
                _ -> Future.succeededFuture(List.of(bank.customers().forge().verificationKey())),
                new TokenRules(TokenForge.ISSUER, TokenForge.AUDIENCE),
                bank.clock(),
                new VerifiedTokens());
    }

    private void answer(Function<JsonObject, Future<JsonObject>> how) {
        answers.serve(BusAddress.STATUS, List.of(List.of(Permission.WRITE_TRANSACTIONS)), (_, question) -> {
                    asked.add(Correlation.currentText());
                    return how.apply(question);
                })
                .await();
    }

    private void answerWithStatus(String status) {
        answer(question -> Future.succeededFuture(
                new JsonObject().put("id", question.getString("userId")).put("status", status)));
    }

    @Test
    void asksCustomersOverTheBusWithTheCorrelationAndTheTokenOfTheRequest() {
        answerWithStatus("active");
        TestCustomer ana = bank.customer();

        assertThat(ana.posting().header("X-Correlation-ID", "over-the-bus").json(TestCustomer.body("credit", "1.00")))
                .hasStatus(201);

        assertThat(asked).containsExactly("over-the-bus");
        assertThat(bank.customers().calls().about(ana.id())).isEmpty();
    }

    @Test
    void acceptsARefusalOverTheBusAsAnAnswer() {
        answerWithStatus("suspended");
        TestCustomer ana = bank.customer();

        assertThat(ana.credit("1.00")).isProblem(403, "customer-not-active");
        assertThat(bank.customers().calls().about(ana.id())).isEmpty();
    }

    @Test
    void asksOverHttpWhenTheClusterHasNoCustomers() {
        TestCustomer ana = bank.customer();

        assertThat(ana.credit("1.00")).hasStatus(201);

        assertThat(bank.customers().calls().about(ana.id())).hasSize(1);
    }

    @Test
    void asksOverHttpWhenNoReplyComesInTime() {
        answer(_ -> Future.future(_ -> {}));
        TestCustomer ana = bank.customer();

        assertThat(ana.credit("1.00")).hasStatus(201);

        assertThat(asked).hasSize(1);
        assertThat(bank.customers().calls().about(ana.id())).hasSize(1);
    }

    @Test
    void looksUpRecipientsOverTheBus() {
        TestCustomer bia = bank.customerWith("1.00");
        TestCustomer ana = bank.customerWith("5.00");
        MessageConsumer<JsonObject> consumer = customers.eventBus().consumer(BusAddress.LOOKUP.text());
        consumer.handler(message -> {
            assertThat(message.headers().get("Authorization")).isNotBlank();
            message.reply(
                    message.body().getString("email").equals("bia@example.com")
                            ? new JsonObject()
                                    .put("status", 200)
                                    .put(
                                            "body",
                                            new JsonObject()
                                                    .put("id", bia.id().toString())
                                                    .put("status", "active"))
                            : new JsonObject().put("status", 404));
        });
        consumer.completion().await();

        assertThat(ana.post(TestCustomer.transferBody("bia@example.com", "2.00")))
                .hasStatus(201);
        assertThat(ana.post(TestCustomer.transferBody("cai@example.com", "2.00")))
                .isProblem(422, "unknown-recipient");
        assertThat(bia.balance()).isEqualTo("3.00");
        consumer.unregister().await();
    }

    @Test
    void receivesARevocationFromTheClusterWhileRedisAndHttpAreDown() {
        TestCustomer ana = bank.customerWith("1.00");
        TestCustomer bia = bank.customerWith("1.00");
        redis.cut();
        bank.customers().setMood(Mood.DOWN);
        Instant now = bank.clock().instant();
        Revocation end = new Revocation(
                UUID.randomUUID(),
                Revocation.Kind.SESSION,
                CustomersDouble.sessionOf(ana.token()),
                now,
                now.plusSeconds(1000));

        new Broadcasts(customers)
                .publish(BusAddress.REVOCATIONS, new JsonObject().put("revocations", new JsonArray().add(end.json())));

        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(ana.account()).isProblem(401, "revoked-token"));
        assertThat(bia.account()).hasStatus(200);
    }

    @Test
    void dropsAChangedCustomerAtTheBroadcast() {
        TestCustomer ana = bank.customerWith("1.00"); // her status stays cached for ten seconds
        RedisCache cache = RedisCache.open(customers, URI.create(REDIS_URL));
        new CustomerStatusCache(cache).publish(ana.id(), "suspended").await();
        assertThat(ana.credit("1.00")).hasStatus(201);

        new Broadcasts(customers)
                .publish(
                        BusAddress.CHANGES,
                        new JsonObject().put("userId", ana.id().toString()));

        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(ana.credit("1.00")).isProblem(403, "customer-not-active"));
    }
}
