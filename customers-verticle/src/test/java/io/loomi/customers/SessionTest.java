package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.AuditReading.about;
import static io.loomi.customers.AuditReading.first;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.revocations.RecentRevocations;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Customers list and end their sessions. */
@Slow
class SessionTest {

    private static final String NEW_PASSWORD = "staple without battery";

    private final RecentRevocations published = new RecentRevocations(RedisCache.open(
            CustomersBench.bench().vertx(), URI.create(Backend.shared().redisUrl())));

    @Test
    void listsSessionsNewestFirstWithTheirOrigin() {
        SignedIn first = SignedIn.newCustomer();
        Answer login = api().post("/api/auth/login")
                .header("User-Agent", "Browser of Ana")
                .json("""
                        {"email": "%s", "password": "%s"}""".formatted(first.customer().email(), PASSWORD));
        String second = login.json().getString("accessToken");

        JsonObject page = api().get("/api/users/me/sessions").as(second).send().json();

        List<JsonObject> sessions =
                page.getJsonArray("data").stream().map(JsonObject.class::cast).toList();
        assertThat(sessions).hasSize(3); // customer() has also opened a session
        assertThat(sessions.getFirst().getString("userAgent")).isEqualTo("Browser of Ana");
        assertThat(sessions.getFirst().getString("address")).isEqualTo("127.0.0.1");
        assertThat(sessions.stream().map(session -> session.getBoolean("current")))
                .containsExactly(true, false, false);
        assertThat(sessions.get(1).getString("id")).isEqualTo(first.sessionId());
        assertThat(page.getBoolean("hasMore")).isFalse();
    }

    @Test
    void endsOnlyTheSessionOfTheSignOut() {
        SignedIn one = SignedIn.newCustomer();
        SignedIn other = SignedIn.again(one.customer());

        assertThat(one.call("POST", "/api/auth/logout").send()).hasStatus(204);

        assertThat(one.profile())
                .isProblem(401, "revoked-token")
                .hasHeader("WWW-Authenticate", "Bearer realm=\"loomi\", error=\"invalid_token\"");
        assertThat(one.refresh()).isProblem(401, "invalid-refresh-token");
        assertThat(isPublished(one)).isTrue();
        assertThat(other.profile()).hasStatus(200);
        assertThat(other.refresh()).hasStatus(200);
        assertThat(isPublished(other)).isFalse();
    }

    @Test
    void endsTheNamedSession() {
        SignedIn one = SignedIn.newCustomer();
        SignedIn other = SignedIn.again(one.customer());

        assertThat(end(one, other.sessionId())).hasStatus(204);

        assertThat(other.profile()).isProblem(401, "revoked-token");
        assertThat(isPublished(other)).isTrue();
        assertThat(end(one, other.sessionId())).isProblem(404, "not-found");
        assertThat(one.profile()).hasStatus(200);
    }

    @Test
    void cannotEndSessionsOfOtherCustomers() {
        SignedIn ana = SignedIn.newCustomer();
        SignedIn bia = SignedIn.newCustomer();

        assertThat(end(bia, ana.sessionId())).isProblem(404, "not-found");

        assertThat(ana.profile()).hasStatus(200);
    }

    @Test
    void removesExpiredSessionsWithoutAnyRequest() {
        SignedIn ana = SignedIn.newCustomer();
        UUID session = UUID.fromString(ana.sessionId());
        CustomersBench.sql("UPDATE sessions SET expires_at = '2000-01-01' WHERE id = $1", Tuple.of(session));

        await().untilAsserted(
                        () -> assertThat(CustomersBench.sql("SELECT FROM sessions WHERE id = $1", Tuple.of(session)))
                                .isEmpty());

        JsonObject end = first(about(ana.customer().id()), "session-ended");
        assertThat(end.getString("session")).isEqualTo(ana.sessionId());
        assertThat(end.getJsonObject("details").getString("reason")).isEqualTo("expired");
    }

    @Test
    void refusesTheTokensOfADeletedSessionWithoutARevocation() {
        SignedIn ana = SignedIn.newCustomer();
        assertThat(ana.profile()).hasStatus(200);

        CustomersBench.sql("DELETE FROM sessions WHERE id = $1", Tuple.of(UUID.fromString(ana.sessionId())));

        assertThat(ana.profile()).isProblem(401, "revoked-token");
    }

    @Test
    void refusesTheTokensOfASuspendedCustomer() {
        assertThat(api().get("/api/users/me")
                        .as(CustomersBench.suspended().token())
                        .send())
                .isProblem(401, "revoked-token");
    }

    @Test
    void changesThePasswordAndEndsEveryOtherSession() {
        SignedIn one = SignedIn.newCustomer();
        SignedIn other = SignedIn.again(one.customer());

        assertThat(one.changePassword(PASSWORD, NEW_PASSWORD)).hasStatus(204);

        assertThat(one.profile()).hasStatus(200);
        assertThat(one.refresh()).hasStatus(200);
        assertThat(other.profile()).isProblem(401, "revoked-token");
        assertThat(other.refresh()).isProblem(401, "invalid-refresh-token");
        assertThat(isPublished(other)).isTrue();
        assertThat(CustomersBench.login(one.customer().email(), PASSWORD)).isProblem(401, "wrong-credentials");
        assertThat(CustomersBench.login(one.customer().email(), NEW_PASSWORD)).hasStatus(200);
    }

    @Test
    void changesNothingWithoutTheCurrentPassword() {
        SignedIn one = SignedIn.newCustomer();
        SignedIn other = SignedIn.again(one.customer());

        assertThat(one.changePassword("wrong password", NEW_PASSWORD)).isProblem(403, "wrong-password");
        for (String refused : List.of("short", "Password1")) {
            assertThat(one.changePassword(PASSWORD, refused))
                    .isProblem(400, "invalid-request")
                    .hasViolationsAt("#/newPassword");
        }

        assertThat(other.profile()).hasStatus(200);
        assertThat(CustomersBench.login(one.customer().email(), PASSWORD)).hasStatus(200);
    }

    @Test
    void endsAllSessionsOfACustomerWhoLeaves() {
        SignedIn one = SignedIn.newCustomer();
        SignedIn other = SignedIn.again(one.customer());

        assertThat(one.call("DELETE", "/api/users/me").send()).hasStatus(204);

        assertThat(other.profile()).isProblem(401, "revoked-token");
        assertThat(other.refresh()).isProblem(401, "invalid-refresh-token");
        assertThat(isPublished(other)).isTrue();
        assertThat(CustomersBench.sql(
                                "SELECT FROM sessions WHERE user_id = $1",
                                Tuple.of(UUID.fromString(one.customer().id())))
                        .size())
                .isZero();
    }

    private boolean isPublished(SignedIn ended) {
        return published.since(Instant.EPOCH).await().revocations().stream()
                .anyMatch(revocation -> revocation.subject().toString().equals(ended.sessionId()));
    }

    private static Answer end(SignedIn caller, String session) {
        return caller.call("DELETE", "/api/users/me/sessions/" + session).send();
    }
}
