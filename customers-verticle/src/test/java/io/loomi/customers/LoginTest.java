package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.loomi.customers.CustomersBench.TestCustomer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Customers sign in. */
@Slow
class LoginTest {

    @Test
    void issuesATokenWithTheDocumentedClaims() {
        TestCustomer ana = customer("Ana");

        Answer answer = login(ana.email().toUpperCase(Locale.ROOT), PASSWORD);

        assertThat(answer).hasStatus(200);
        assertThat(answer.json().getString("tokenType")).isEqualTo("Bearer");
        assertThat(answer.json().getInteger("expiresIn")).isEqualTo(900);
        JsonObject claims = claims(answer.json().getString("accessToken"));
        assertThat(claims.fieldNames())
                .containsExactlyInAnyOrder(
                        "iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp", "roles", "permissions");
        assertThat(claims.getString("sub")).isEqualTo(ana.id());
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(900);
        assertThat(claims.getJsonArray("roles")).containsExactly("user");
        assertThat(claims.getJsonArray("permissions"))
                .containsExactly("read:profile", "read:transactions", "write:profile", "write:transactions");
    }

    @Test
    void givesAdministratorsTheirPermissions() {
        assertThat(claims(CustomersBench.adminToken()).getJsonArray("permissions"))
                .contains("admin:users", "admin:transactions");
    }

    @Test
    void answersAWrongPasswordAndAnUnknownCustomerAlike() {
        Answer wrong = login(customer("Ana").email(), "wrong password");
        Answer unknown = login("nobody@example.com", "wrong password");

        assertThat(wrong).isProblem(401, "wrong-credentials");
        assertThat(withoutCorrelation(wrong)).isEqualTo(withoutCorrelation(unknown));
    }

    @Test
    void revealsASuspensionOnlyAfterTheRightPassword() {
        TestCustomer suspended = CustomersBench.suspended();

        assertThat(login(suspended.email(), PASSWORD)).isProblem(403, "user-suspended");
        assertThat(login(suspended.email(), "wrong password")).isProblem(401, "wrong-credentials");
    }

    @Test
    void publishesOnlyThePublicKeyOfItsTokens() {
        JsonObject key = api().get("/.well-known/jwks.json")
                .send()
                .json()
                .getJsonArray("keys")
                .getJsonObject(0);
        String token = customer("Ana").token();
        String header = new String(
                Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);

        assertThat(new JsonObject(header).getString("kid")).isEqualTo(key.getString("kid"));
        assertThat(new JsonObject(header).getString("alg")).isEqualTo("ES256");
        assertThat(key.containsKey("d")).isFalse();
    }

    @Test
    void createsANewSessionAndTokenForEachSignIn() {
        TestCustomer ana = customer("Ana");
        JsonObject first = claims(ana.token());
        JsonObject second = claims(CustomersBench.token(ana.email(), PASSWORD));

        assertThat(first.getString("jti")).isNotEqualTo(second.getString("jti"));
        assertThat(UUID.fromString(first.getString("sid"))).isNotEqualTo(UUID.fromString(second.getString("sid")));
    }

    private static JsonObject claims(String token) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    private static JsonObject withoutCorrelation(Answer answer) {
        JsonObject problem = answer.json();
        problem.remove("correlationId");
        return problem;
    }
}
