package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.ExternalIdentity;
import io.loomi.common.auth.SignatureAlgorithm;
import io.loomi.common.testing.IssuerDouble;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** People who sign in at another issuer, as transactions sees them. */
class ExternalCallerTest {

    @Test
    void moveMoneyUnderTheIdThatFollowsFromIssuerAndSubject() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create(SignatureAlgorithm.RS256));
                Bank bank = trusting(issuer)) {
            UUID id = id(issuer, "clara");
            bank.customers().set(id, "active");
            String token = issuer.signed(issuer.claims(bank.clock(), "clara"));
            Person clara = new Person(bank.api(), id, token);

            assertThat(clara.credit("5.00")).hasStatus(201);

            assertThat(clara.account().json().getString("userId")).isEqualTo(id.toString());
            assertThat(clara.balance()).isEqualTo("5.00");
            assertThat(bank.customers().callsAbout(id).getFirst().headers())
                    .as("customers is asked with the token of the person")
                    .containsEntry("authorization", "Bearer " + token);
        }
    }

    @Test
    void seeOthersMoneyOnlyInTheRoleThatIsNamed() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create(SignatureAlgorithm.EDDSA));
                Bank bank = trusting(issuer)) {
            Person ana = bank.personWith("1.00");
            JsonObject roles = new JsonObject().put("roles", new JsonArray().add("bank-admin"));
            JsonObject claims = issuer.claims(bank.clock(), "clara");
            String query = "/api/transactions?userId=" + ana.id();

            assertThat(bank.api().get(query).as(issuer.signed(claims)).send()).isProblem(403, "missing-permission");
            assertThat(bank.api()
                            .get(query)
                            .as(issuer.signed(claims.put("realm_access", roles)))
                            .send())
                    .hasStatus(200);
        }
    }

    @Test
    void areStrangersWhereNoIssuerIsTrusted() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create())) {
            String token = issuer.signed(issuer.claims(Bank.shared().clock(), "clara"));

            assertThat(Bank.shared().api().get("/api/accounts/me").as(token).send())
                    .isProblem(401, "invalid-token");
            assertThat(issuer.asked()).isZero();
        }
    }

    @Test
    void areTheOnlyOnesWhoNoticeThatTheIssuerIsDown() {
        try (IssuerDouble issuer = new IssuerDouble(TokenForge.create())) {
            issuer.goDown();
            try (Bank bank = trusting(issuer)) {
                String token = issuer.signed(issuer.claims(bank.clock(), "clara"));

                assertThat(bank.personWith("1.00").balance()).isEqualTo("1.00");
                assertThat(bank.api().get("/api/accounts/me").as(token).send()).isProblem(503, "unavailable");
                issuer.comeBack();
                assertThat(bank.api().get("/api/accounts/me").as(token).send()).hasStatus(200);
            }
        }
    }

    private static Bank trusting(IssuerDouble issuer) {
        return Bank.openWith(Map.of(
                "OIDC_ISSUER", issuer.url(), "OIDC_AUDIENCE", IssuerDouble.AUDIENCE, "OIDC_ADMIN_ROLE", "bank-admin"));
    }

    private static UUID id(IssuerDouble issuer, String subject) {
        return new ExternalIdentity(issuer.url(), subject, Optional.empty(), Optional.empty()).userId();
    }
}
