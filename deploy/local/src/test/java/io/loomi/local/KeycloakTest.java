package io.loomi.local;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.ExternalIdentity;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customers who sign in at a real Keycloak use the whole bank through its gateway. */
@Slow
class KeycloakTest {

    @TempDir
    private static Path data;

    private static Keycloak keycloak;
    private static BankRun run;
    private static GatewayClient bank;

    @BeforeAll
    static void open() {
        keycloak = Keycloak.start();
        run = BankRun.on(
                data,
                Map.of(
                        "OIDC_ISSUER", keycloak.issuer(),
                        "OIDC_AUDIENCE", "loomi-bank",
                        "OIDC_ADMIN_ROLE", "bank-admin"));
        bank = run.client();
    }

    @AfterAll
    static void close() {
        if (run != null) {
            run.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void movesMoneyAtTheFirstRequestAndHasAProfile() {
        String token = clara("access_token");

        Answer credit = bank.credit(token, "12.50");
        Answer profile = bank.customers().get("/api/users/me").as(token).send();

        assertThat(credit).hasStatus(201);
        assertThat(profile).hasStatus(200);
        assertThat(profile.json().getString("name")).isEqualTo("Clara Dias");
        assertThat(profile.json().getString("email")).isEqualTo("clara@keycloak.example");
        assertThat(profile.json().getString("id")).isEqualTo(idOf(token));
        assertThat(bank.account(token).json().getString("userId")).isEqualTo(idOf(token));
        assertThat(credit.body()).contains("\"amount\":12.50,");
    }

    @Test
    void receivesMoneyFromALocalCustomer() {
        bank.customers().get("/api/users/me").as(clara("access_token")).send();
        bank.register("ana@example.com");
        String ana = bank.signIn("ana@example.com");
        bank.credit(ana, "5.00");

        assertThat(bank.transfer(ana, "clara@keycloak.example", "2.00")).hasStatus(201);
    }

    @Test
    void isAnAdministratorOnlyByTheKeycloakRole() {
        String admin = keycloak.signIn("bank-app", "rosa", "rosa's password").getString("access_token");

        assertThat(bank.customers().get("/api/users").as(admin).send()).hasStatus(200);
        assertThat(bank.customers().get("/api/users").as(clara("access_token")).send())
                .isProblem(403, "missing-permission");
        assertThat(bank.customers().get("/api/users/me").as(admin).send().json().getString("email"))
                .as("Keycloak has not verified her address")
                .endsWith("@external.invalid");
    }

    @Test
    void refusesIdTokensRefreshTokensAndTokensForAnotherApi() {
        String foreign =
                keycloak.signIn("other-app", "clara", "clara's password").getString("access_token");

        for (String token : new String[] {clara("id_token"), clara("refresh_token"), foreign}) {
            assertThat(token).isNotNull();
            assertThat(bank.customers().get("/api/users/me").as(token).send()).isProblem(401, "invalid-token");
            assertThat(bank.account(token)).isProblem(401, "invalid-token");
        }
    }

    private static String clara(String kind) {
        return keycloak.signIn("bank-app", "clara", "clara's password").getString(kind);
    }

    private static String idOf(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        String subject = new JsonObject(new String(claims, StandardCharsets.UTF_8)).getString("sub");
        return new ExternalIdentity(keycloak.issuer(), subject, Optional.empty(), Optional.empty())
                .userId()
                .toString();
    }
}
