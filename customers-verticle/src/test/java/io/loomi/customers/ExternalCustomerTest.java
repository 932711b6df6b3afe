package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Customers of an external issuer. */
@Slow
class ExternalCustomerTest {

    private static final ExternalBench BANK = new ExternalBench("people");

    @AfterAll
    static void close() {
        BANK.close();
    }

    @Test
    void areRegisteredAtTheirFirstRequest() {
        Answer clara = BANK.me(BANK.token("clara"));

        assertThat(clara).hasStatus(200);
        assertThat(clara.json().getString("id")).isEqualTo(BANK.id("clara").toString());
        assertThat(clara.json().getString("name")).isEqualTo("Clara Dias");
        assertThat(clara.json().getString("email")).isEqualTo("clara@issuer.example");
        assertThat(clara.json().getJsonArray("roles")).containsExactly("user");
        assertThat(BANK.me(BANK.token("clara")).json().getString("createdAt"))
                .isEqualTo(clara.json().getString("createdAt"));
        assertThat(BANK.me(BANK.token("another")).json().getString("id"))
                .isNotEqualTo(clara.json().getString("id"));
    }

    @Test
    void areRegisteredOnceByConcurrentFirstRequests() {
        String token = BANK.token("everywhere");

        List<CompletableFuture<Integer>> answers = IntStream.range(0, 16)
                .mapToObj(
                        _ -> CompletableFuture.supplyAsync(() -> BANK.me(token).status()))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        assertThat(BANK.count("SELECT count(*) FROM identities WHERE user_id = $1", BANK.id("everywhere")))
                .isEqualTo(1);
    }

    @Test
    void getAPlaceholderWhenTheirAddressIsTaken() {
        BANK.register("taken@issuer.example");

        assertThat(BANK.me(BANK.token("taken")).json().getString("email"))
                .isEqualTo(BANK.id("taken") + "@external.invalid");
        assertThat(BANK.login("taken@issuer.example")).hasStatus(200);
    }

    @Test
    void getAPlaceholderWhenTheirAddressIsNotVerified() {
        JsonObject claims = BANK.claims("unverified").put("email_verified", false);
        assertThat(BANK.me(BANK.issuer().signed(claims)).json().getString("email"))
                .isEqualTo(BANK.id("unverified") + "@external.invalid");

        JsonObject text = BANK.claims("unverified-text").put("email_verified", "true");
        assertThat(BANK.me(BANK.issuer().signed(text)).json().getString("email"))
                .endsWith("@external.invalid");
    }

    @Test
    void getADefaultNameWhenTheirIssuerHasNone() {
        assertThat(BANK.me(BANK.issuer().signed(BANK.claims("nameless").put("name", "\n")))
                        .json()
                        .getString("name"))
                .isEqualTo("Customer");
    }

    @Test
    void findTheirIdentityInTheirExport() {
        JsonObject export = BANK.api()
                .get("/api/users/me/export")
                .as(BANK.token("exported"))
                .send()
                .json();

        JsonObject identity = export.getJsonArray("identities").getJsonObject(0);
        assertThat(identity.getString("issuer")).isEqualTo(BANK.issuer().url());
        assertThat(identity.getString("subject")).isEqualTo("exported");
    }

    @Test
    void cannotSignInWithAPasswordNorChangeOne() {
        String token = BANK.token("passwordless");
        BANK.me(token);

        assertThat(BANK.login("passwordless@issuer.example")).isProblem(401, "wrong-credentials");
        assertThat(BANK.api()
                        .post("/api/users/me/password")
                        .as(token)
                        .json("{\"currentPassword\": \"\", \"newPassword\": \"correct horse\"}"))
                .hasStatus(400);
        assertThat(BANK.api()
                        .post("/api/users/me/password")
                        .as(token)
                        .json("{\"currentPassword\": \"x\", \"newPassword\": \"correct horse\"}"))
                .isProblem(403, "password-of-other-issuer");
    }

    @Test
    void cannotEndTheirSessionHere() {
        assertThat(BANK.api()
                        .post("/api/auth/logout")
                        .as(BANK.token("elsewhere"))
                        .send())
                .isProblem(403, "session-of-other-issuer");
    }

    @Test
    void areRefusedAfterTheirDeletion() {
        String token = BANK.token("gone");
        BANK.me(token);
        assertThat(BANK.api().delete("/api/users/me").as(token).send()).hasStatus(204);

        assertThat(BANK.me(token)).isProblem(401, "revoked-token");
        assertThat(BANK.count("SELECT count(*) FROM identities WHERE user_id = $1", BANK.id("gone")))
                .isZero();
    }

    @Test
    void areServedThoughAnotherTriedToRegisterTheirPlaceholder() {
        assertThat(BANK.register(BANK.id("squatted") + "@external.invalid"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/email");
        BANK.register("squatted@issuer.example");

        assertThat(BANK.me(BANK.token("squatted"))).hasStatus(200);
    }
}
