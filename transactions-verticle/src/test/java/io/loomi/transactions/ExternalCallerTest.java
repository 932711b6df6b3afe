package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.ExternalIdentity;
import io.loomi.common.auth.SignatureAlgorithm;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.testing.IssuerDouble;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.loomi.transactions.CustomersDouble.Mood;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** External callers, whose tokens an external issuer signs. */
@Slow
class ExternalCallerTest {

    @Test
    void moveMoneyUnderTheIdDerivedFromIssuerAndSubject() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create(SignatureAlgorithm.RS256));
                Bank bank = trusting(issuer)) {
            UUID id = id(issuer, "clara");
            bank.customers().set(id, "active");
            String token = issuer.signed(issuer.claims(bank.clock(), "clara"));
            TestCustomer clara = new TestCustomer(bank.api(), id, token);

            assertThat(clara.credit("5.00")).hasStatus(201);

            assertThat(clara.account().json().getString("userId")).isEqualTo(id.toString());
            assertThat(clara.balance()).isEqualTo("5.00");
            assertThat(bank.customers().calls().about(id).getFirst().headers())
                    .as("customers is called with the token of the customer")
                    .containsEntry("authorization", "Bearer " + token);
        }
    }

    @Test
    void seeOtherAccountsOnlyWithTheAdminRole() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create(SignatureAlgorithm.EDDSA));
                Bank bank = trusting(issuer)) {
            TestCustomer ana = bank.customerWith("1.00");
            bank.customers().set(id(issuer, "clara"), "active");
            JsonObject roles = new JsonObject().put("roles", new JsonArray().add("bank-admin"));
            JsonObject claims = issuer.claims(bank.clock(), "clara");
            String query = "/api/transactions?userId=" + ana.id();

            assertThat(bank.api().get(query).as(issuer.signed(claims)).send()).isProblem(403, "not-yours");
            assertThat(bank.api()
                            .get(query)
                            .as(issuer.signed(claims.put("realm_access", roles)))
                            .send())
                    .hasStatus(200);
        }
    }

    @Test
    void areRejectedWithoutATrustedIssuer() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create())) {
            String token = issuer.signed(issuer.claims(Bank.shared().clock(), "clara"));

            assertThat(Bank.shared().api().get("/api/accounts/me").as(token).send())
                    .isProblem(401, "invalid-token");
            assertThat(issuer.requests()).isZero();
        }
    }

    @Test
    void areTheOnlyCallersAffectedByAnOutageOfTheIssuer() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create())) {
            issuer.goDown();
            try (Bank bank = trusting(issuer)) {
                bank.customers().set(id(issuer, "clara"), "active");
                String token = issuer.signed(issuer.claims(bank.clock(), "clara"));

                assertThat(bank.customerWith("1.00").balance()).isEqualTo("1.00");
                assertThat(bank.api().get("/api/accounts/me").as(token).send()).isProblem(503, "unavailable");
                issuer.comeBack();
                assertThat(bank.api().get("/api/accounts/me").as(token).send()).hasStatus(200);
            }
        }
    }

    @Test
    void areRejectedWhileSuspendedAndAdmittedWithNewTokensAfterReactivation() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create());
                Bank bank = trusting(issuer)) {
            TestCustomer clara = clara(bank, issuer);
            assertThat(clara.account()).hasStatus(200);

            bank.customers().revoke(revocation(bank, Kind.USER, clara));
            Awaitility.await().untilAsserted(() -> assertThat(clara.account()).isProblem(401, "revoked-token"));

            bank.clock().advance(Duration.ofSeconds(2));
            bank.customers().revoke(revocation(bank, Kind.REACTIVATION, clara));
            bank.clock().advance(Duration.ofSeconds(2));
            TestCustomer again = clara(bank, issuer);
            Awaitility.await().untilAsserted(() -> assertThat(again.account()).hasStatus(200));
            assertThat(clara.account()).isProblem(401, "revoked-token");
        }
    }

    /** The issuer still issues tokens to the customer, and the revocation by the suspension has expired. */
    @ParameterizedTest
    @ValueSource(strings = {"suspended", "deleted", "rejected"})
    void areRejectedAsLongAsCustomersSaysSo(String status) {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create());
                Bank bank = trustingWithoutRedis(issuer)) {
            TestCustomer clara = clara(bank, issuer);
            assertThat(clara.account()).hasStatus(200);
            bank.customers().set(clara.id(), status);
            bank.customers().revoke(revocation(bank, Kind.USER, clara));
            Awaitility.await().untilAsserted(() -> assertThat(clara.account()).isProblem(401, "revoked-token"));

            bank.clock().advance(Duration.ofHours(25));
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(bank.api().get("/metrics").send().body())
                                    .contains("loomi_revocations_known{service=\"transactions\"} 0.0"));

            assertThat(signedIn(bank, issuer).account()).isProblem(401, "revoked-token");
        }
    }

    @Test
    void canReadWhileCustomersHangsIfTheirStatusIsUnknown() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create());
                Bank bank = trustingWithoutRedis(issuer)) {
            TestCustomer stranger = clara(bank, issuer);
            bank.customers().setMood(Mood.SILENT);

            assertThat(stranger.account()).hasStatus(200);
        }
    }

    @Test
    void areRejectedWhileCustomersHangsIfTheirLastKnownStatusIsInactive() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create());
                Bank bank = trustingWithoutRedis(issuer)) {
            TestCustomer clara = clara(bank, issuer);
            bank.customers().set(clara.id(), "suspended");
            assertThat(clara.account()).isProblem(401, "revoked-token");
            bank.clock().advance(Duration.ofMinutes(1));
            bank.customers().setMood(Mood.SILENT);

            assertThat(clara.account()).isProblem(401, "revoked-token");
        }
    }

    private static TestCustomer clara(Bank bank, IssuerDouble issuer) {
        bank.customers().set(id(issuer, "clara"), "active");
        return signedIn(bank, issuer);
    }

    private static TestCustomer signedIn(Bank bank, IssuerDouble issuer) {
        String token = issuer.signed(issuer.claims(bank.clock(), "clara"));
        return new TestCustomer(bank.api(), id(issuer, "clara"), token);
    }

    private static Revocation revocation(Bank bank, Kind kind, TestCustomer customer) {
        Instant now = bank.clock().instant();
        return new Revocation(UUID.randomUUID(), kind, customer.id(), now, now.plus(Duration.ofDays(1)));
    }

    private static Bank trusting(IssuerDouble issuer) {
        return Bank.openWith(settings(issuer));
    }

    /** Without Redis, because a test cannot set the clock of Redis. */
    private static Bank trustingWithoutRedis(IssuerDouble issuer) {
        Map<String, String> settings = new HashMap<>(settings(issuer));
        settings.put("REDIS_URL", "redis://127.0.0.1:1");
        return Bank.openWith(settings);
    }

    private static Map<String, String> settings(IssuerDouble issuer) {
        return Map.of(
                "OIDC_ISSUER", issuer.url(), "OIDC_AUDIENCE", IssuerDouble.AUDIENCE, "OIDC_ADMIN_ROLE", "bank-admin");
    }

    private static UUID id(IssuerDouble issuer, String subject) {
        return new ExternalIdentity(issuer.url(), subject, Optional.empty(), Optional.empty()).userId();
    }
}
