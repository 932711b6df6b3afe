package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.AuditReading.about;
import static io.loomi.customers.AuditReading.actions;
import static io.loomi.customers.AuditReading.first;
import static io.loomi.customers.AuditReading.records;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.customers.CustomersBench.TestCustomer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The audit records who did what to whom. */
@Slow
class AuditTest {

    @Test
    void recordsTheActionsOfACustomer() {
        SignedIn ana = SignedIn.newCustomer();
        String id = ana.customer().id();
        assertThat(ana.call("PATCH", "/api/users/me").json("{\"name\": \"Ana Lima\"}"))
                .hasStatus(200);
        assertThat(ana.changePassword(PASSWORD, "staple without battery")).hasStatus(204);
        assertThat(login(ana.customer().email(), "wrong password")).hasStatus(401);
        assertThat(ana.call("POST", "/api/auth/logout").send()).hasStatus(204);

        List<JsonObject> records = about(id);

        assertThat(actions(records))
                .contains("user-registered", "signed-in", "profile-changed", "password-changed", "sign-in-refused")
                .startsWith("session-ended");
        JsonObject end = records.getFirst();
        assertThat(end.getString("actor")).isEqualTo(id);
        assertThat(end.getString("session")).isEqualTo(ana.sessionId());
        assertThat(end.getJsonObject("details")).isEqualTo(new JsonObject().put("reason", "signed-out"));
        JsonObject change = first(records, "profile-changed");
        assertThat(change.getJsonObject("details").encode()).isEqualTo("{\"fields\":[\"name\"]}");
        JsonObject refused = first(records, "sign-in-refused");
        assertThat(refused.getString("actor")).isNull();
        assertThat(refused.getJsonObject("details").encode()).isEqualTo("{\"reason\":\"wrong-credentials\"}");
        assertThat(first(records, "user-registered").getString("actor")).isNull();
        assertThat(records.toString())
                .doesNotContain(
                        "Lima", PASSWORD, "wrong password", ana.customer().email(), "argon2");
    }

    @Test
    void recordsWrongPasswordsOfASignedInCaller() {
        SignedIn ana = SignedIn.newCustomer();
        assertThat(ana.changePassword("a guess of a thief", "staple without battery"))
                .isProblem(403, "wrong-password");

        JsonObject refused = first(about(ana.customer().id()), "password-change-refused");

        assertThat(refused.getString("actor")).isEqualTo(ana.customer().id());
        assertThat(refused.getString("session")).isEqualTo(ana.sessionId());
        assertThat(refused.encode()).contains("wrong-password").doesNotContain("thief");
    }

    @Test
    void recordsCorrelationIdAndOrigin() {
        TestCustomer ana = customer("Ana");
        api().patch("/api/users/me")
                .as(ana.token())
                .header("X-Correlation-ID", "audit-me")
                .header("User-Agent", "Browser 1")
                .json("{\"name\": \"Ana Lima\"}");

        JsonObject change = first(about(ana.id()), "profile-changed");

        assertThat(change.getString("correlationId")).isEqualTo("audit-me");
        assertThat(change.getString("userAgent")).isEqualTo("Browser 1");
        assertThat(change.getString("address")).isEqualTo("127.0.0.1");
    }

    @Test
    void recordsWhatAdministratorsDo() {
        SignedIn ana = SignedIn.newCustomer();
        String path = "/api/users/" + ana.customer().id();
        String admin = adminToken();
        assertThat(api().call("PUT", path + "/status").as(admin).json("{\"status\": \"suspended\"}"))
                .hasStatus(200);
        assertThat(api().call("PUT", path + "/status").as(admin).json("{\"status\": \"active\"}"))
                .hasStatus(200);
        SignedIn again = SignedIn.again(ana.customer());
        assertThat(api().call("PUT", path + "/roles").as(admin).json("{\"roles\": [\"user\", \"admin\"]}"))
                .hasStatus(200);
        assertThat(api().patch(path).as(admin).json("{\"name\": \"Ana Lima\"}")).hasStatus(200);
        assertThat(api().delete(path).as(admin).send()).hasStatus(204);

        List<JsonObject> records = about(ana.customer().id());
        String by = api().get("/api/users/me").as(admin).send().json().getString("id");
        for (String action :
                List.of("user-suspended", "user-reactivated", "roles-changed", "profile-changed", "user-erased")) {
            assertThat(first(records, action).getString("actor")).as(action).isEqualTo(by);
            assertThat(first(records, action).getString("address")).as(action).isEqualTo("127.0.0.1");
        }
        assertThat(reasonOf(records, ana)).isEqualTo("user-suspended");
        assertThat(reasonOf(records, again)).isEqualTo("roles-changed");
    }

    @Test
    void recordsDirectDatabaseChangesWithoutAnActor() {
        TestCustomer ana = customer("Ana");
        UUID id = UUID.fromString(ana.id());
        CustomersBench.sql("UPDATE users SET status = 'suspended', roles = '{user,admin}' WHERE id = $1", Tuple.of(id));
        CustomersBench.sql("UPDATE users SET status = 'active' WHERE id = $1", Tuple.of(id));

        List<JsonObject> records = about(ana.id());

        assertThat(actions(records)).contains("user-suspended", "user-reactivated");
        JsonObject roles = first(records, "roles-changed");
        assertThat(roles.getString("actor")).isNull();
        assertThat(roles.getJsonObject("details"))
                .isEqualTo(new JsonObject("{\"from\": [\"user\"], \"to\": [\"user\", \"admin\"]}"));
    }

    @Test
    void recordsWhyASessionEnded() {
        SignedIn ana = SignedIn.newCustomer();
        SignedIn other = SignedIn.again(ana.customer());
        assertThat(ana.call("DELETE", "/api/users/me/sessions/" + other.sessionId())
                        .send())
                .hasStatus(204);
        SignedIn third = SignedIn.again(ana.customer());
        assertThat(ana.changePassword(PASSWORD, "staple without battery")).hasStatus(204);

        List<JsonObject> ends = records("subject=" + ana.customer().id() + "&action=session-ended");

        assertThat(reasonOf(ends, other)).isEqualTo("chosen");
        assertThat(reasonOf(ends, third)).isEqualTo("password-changed");
        assertThat(ends.toString()).doesNotContain(ana.sessionId());
    }

    @Test
    void recordsThatAReusedRefreshTokenEndedASession() {
        SignedIn ana = SignedIn.newCustomer();
        assertThat(ana.refresh()).hasStatus(200);
        CustomersBench.sql(
                "UPDATE sessions SET rotated_at = rotated_at - interval '1 hour' WHERE id = $1",
                Tuple.of(UUID.fromString(ana.sessionId())));
        assertThat(ana.refresh()).hasStatus(401);

        List<JsonObject> ends = records("subject=" + ana.customer().id() + "&action=session-ended");

        assertThat(reasonOf(ends, ana)).isEqualTo("refresh-token-reused");
        assertThat(ends.getFirst().getString("actor")).isNull();
    }

    private static String reasonOf(List<JsonObject> ends, SignedIn session) {
        return ends.stream()
                .filter(end -> end.getString("action").equals("session-ended"))
                .filter(end -> end.getString("session").equals(session.sessionId()))
                .map(end -> end.getJsonObject("details").getString("reason"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void recordsSignInsOfServices() {
        Instant before =
                records("limit=1").isEmpty() ? Instant.EPOCH : Instant.now().minusSeconds(5);
        CustomersBench.serviceToken();
        api().post("/api/auth/token").form("grant_type=client_credentials&client_id=transactions&client_secret=wrong");

        assertThat(records("action=service-token-issued&from=" + before)
                        .getFirst()
                        .getString("actor"))
                .isEqualTo("transactions");
        JsonObject refused =
                records("action=service-token-refused&from=" + before).getFirst();
        assertThat(refused.getString("actor")).isNull();
        assertThat(refused.encode()).doesNotContain("wrong");
    }

    @Test
    void pagesKeepTheirFilters() {
        TestCustomer ana = customer("Ana");
        for (int i = 0; i < 4; i++) {
            CustomersBench.token(ana.email(), PASSWORD);
        }
        List<String> found = new ArrayList<>();
        String filters =
                "actor=" + ana.id() + "&action=signed-in&from=" + Instant.now().minus(Duration.ofHours(1)) + "&limit=2";
        String next = "/api/audit?" + filters;
        while (next != null) {
            JsonObject page = api().get(next).as(adminToken()).send().json();
            page.getJsonArray("data").forEach(record -> found.add(((JsonObject) record).getString("id")));
            next = page.getBoolean("hasMore") ? "/api/audit?limit=2&cursor=" + page.getString("nextCursor") : null;
        }

        assertThat(found).hasSize(5).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(records("actor=" + ana.id() + "&to=2020-01-01")).isEmpty();
        assertThat(api().get("/api/audit?from=yesterdays").as(adminToken()).send())
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/from");
        assertThat(api().get("/api/audit?cursor=nonsense").as(adminToken()).send())
                .isProblem(400, "invalid-request");
    }

    @Test
    void isReadByAdministratorsOnly() {
        assertThat(api().get("/api/audit").as(customer("Ana").token()).send()).isProblem(403, "missing-permission");
        assertThat(api().get("/api/audit").as(CustomersBench.serviceToken()).send())
                .isProblem(403, "missing-permission");
    }
}
