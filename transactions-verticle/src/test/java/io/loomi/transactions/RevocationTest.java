package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.Permission;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.CuttableProxy;
import io.loomi.common.testing.RevocationAssert;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.CustomersDouble.Mood;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A revocation is enforced even while one source is down, and affects no other customer. */
@Slow
class RevocationTest {

    private final String redisUrl = Backend.shared().redisUrl();
    private final CuttableProxy redis = CuttableProxy.to(redisUrl);
    private final Bank bank = Bank.openWith(Map.of("REDIS_URL", redis.in(redisUrl)));
    private final RevocationsInRedis inRedis =
            new RevocationsInRedis(bank.bench().vertx());
    private final TestCustomer ana = bank.customerWith("1.00");
    private final TestCustomer bia = bank.customerWith("1.00");

    @BeforeEach
    void copyBefore() {
        inRedis.copyTheRecord();
    }

    @AfterEach
    void close() {
        bank.close();
        redis.close();
    }

    @Test
    void learnsOfARevocationFromCustomersWhenRedisMissedIt() {
        bank.customers().revoke(sessionRevocation(ana));

        awaitRejection(ana);
        assertThat(bia.account()).hasStatus(200);
    }

    @Test
    void learnsOfARevocationFromCustomersWhileRedisIsDown() {
        redis.cut();
        assertThat(ana.account()).hasStatus(200);

        bank.customers().revoke(sessionRevocation(ana));

        awaitRejection(ana);
        assertThat(bia.account()).hasStatus(200);
    }

    @Test
    void learnsOfARevocationFromRedisWhileCustomersIsDown() {
        bank.customers().setMood(Mood.DOWN);

        publish(sessionRevocation(ana));

        awaitRejection(ana);
        assertThat(bia.account()).hasStatus(200);
    }

    @Test
    void keepsKnownRevocationsAndAdmitsOthersWhileBothAreDown() {
        publish(sessionRevocation(ana));
        awaitRejection(ana);

        bank.customers().setMood(Mood.DOWN);
        redis.cut();

        assertThat(ana.account()).isProblem(401, "revoked-token");
        assertThat(bia.account()).hasStatus(200);
    }

    @Test
    void rejectsASuspendedCustomerUntilReactivation() {
        bank.customers().set(ana.id(), "suspended");
        publish(revocation(Kind.USER, ana.id()));
        awaitRejection(ana);

        bank.customers().set(ana.id(), "active");
        publish(revocation(Kind.REACTIVATION, ana.id()));

        TestCustomer again = bank.with(ana.id(), "read:transactions", "write:transactions");
        Awaitility.await().until(() -> again.account().status() == 200);
        assertThat(again.credit("1.00")).hasStatus(201);
    }

    @Test
    void loadsRevocationsBeforeTheFirstRequest() {
        bank.customers().revoke(sessionRevocation(ana));
        try (ServiceBench second = second(Map.of())) {
            assertThat(accountOf(ana, second)).isProblem(401, "revoked-token");
        }
    }

    @Test
    void admitsNobodyBeforeAnySourceIsRead() {
        bank.customers().revoke(sessionRevocation(ana));
        bank.customers().revocations().close();
        try (ServiceBench second = second(Map.of("REDIS_URL", "redis://127.0.0.1:1"))) {
            assertThat(accountOf(bia, second)).isProblem(503, "unavailable").hasHeader("Retry-After", "1");
            assertThat(accountOf(ana, second)).isProblem(503, "unavailable");
            assertThat(second.api().get("/health/ready").send()).hasStatus(503);

            bank.customers().revocations().open();

            Awaitility.await()
                    .until(() -> second.api().get("/health/ready").send().status() == 200);
            assertThat(accountOf(ana, second)).isProblem(401, "revoked-token");
            assertThat(accountOf(bia, second)).hasStatus(200);
        }
    }

    @Test
    void treatsAnEmptyRedisAsAFailedRead() {
        inRedis.empty();
        bank.customers().revocations().close();
        try (ServiceBench second = second(Map.of())) {
            publish(sessionRevocation(ana));
            assertThat(accountOf(bia, second)).isProblem(503, "unavailable");
            assertThat(second.api().get("/health/ready").send()).hasStatus(503);

            inRedis.copyTheRecord();

            Awaitility.await()
                    .until(() -> second.api().get("/health/ready").send().status() == 200);
            assertThat(accountOf(ana, second)).isProblem(401, "revoked-token");
            assertThat(accountOf(bia, second)).hasStatus(200);
        }
    }

    @Test
    void keepsKnownRevocationsAndReportsAnEmptyRedis() {
        publish(sessionRevocation(ana));
        awaitRejection(ana);

        inRedis.empty();

        Awaitility.await().until(() -> !sourceIsUp("redis"));
        assertThat(ana.account()).isProblem(401, "revoked-token");
        assertThat(bia.account()).hasStatus(200);

        inRedis.copyTheRecord();
        Awaitility.await().until(() -> sourceIsUp("redis"));
        publish(sessionRevocation(bia));
        awaitRejection(bia);
    }

    private boolean sourceIsUp(String source) {
        return "up".equals(revocationsOf(bank.bench()).getJsonObject(source).getString("status"));
    }

    @Test
    void startsWithRedisAndReportsTheMissingRecord() {
        publish(sessionRevocation(ana));
        bank.customers().revocations().close();
        try (ServiceBench second = second(Map.of())) {
            assertThat(accountOf(ana, second)).isProblem(401, "revoked-token");
            assertThat(accountOf(bia, second)).hasStatus(200);

            JsonObject revocations = revocationsOf(second);
            assertThat(revocations.getString("status")).isEqualTo("down");
            assertThat(revocations.getJsonObject("redis").getString("status")).isEqualTo("up");
            assertThat(revocations.getJsonObject("customers").getString("status"))
                    .isEqualTo("down");
            assertThat(second.api().get("/health").send().json().getString("status"))
                    .isEqualTo("degraded");
        }
    }

    @Test
    void exportsTheAgeOfEachSource() {
        String metrics = bank.api().get("/metrics").send().body();

        assertThat(metrics)
                .contains("loomi_revocations_known")
                .contains("loomi_revocations_age_seconds{service=\"transactions\",source=\"redis\"}")
                .contains("loomi_revocations_age_seconds{service=\"transactions\",source=\"customers\"}");
    }

    /** Another process of the service, with the same customers service. */
    private ServiceBench second(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("DATABASE_URL", Bank.newDatabase());
        settings.put("CUSTOMERS_SERVICE_URL", bank.customers().url().toString());
        return ServiceBench.start(new Transactions(bank.clock()), settings);
    }

    private static Answer accountOf(TestCustomer customer, ServiceBench service) {
        return service.api().get("/api/accounts/me").as(customer.token()).send();
    }

    private JsonObject revocationsOf(ServiceBench service) {
        return service.api()
                .get("/health")
                .as(bank.with(UUID.randomUUID(), Permission.ADMIN_USERS).token())
                .send()
                .json()
                .getJsonObject("checks")
                .getJsonObject("revocations");
    }

    private static void awaitRejection(TestCustomer customer) {
        RevocationAssert.assertRefusedWithinASecond(customer::account);
    }

    private void publish(Revocation revocation) {
        inRedis.publish(revocation);
    }

    private Revocation sessionRevocation(TestCustomer customer) {
        return revocation(Kind.SESSION, CustomersDouble.sessionOf(customer.token()));
    }

    private Revocation revocation(Kind kind, UUID subject) {
        Instant now = bank.clock().instant();
        return new Revocation(UUID.randomUUID(), kind, subject, now, now.plusSeconds(17 * 60));
    }
}
