package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The roles of external customers: their issuer sets them, and this bank can suspend them. */
@Slow
class ExternalRolesTest {

    private static final ExternalBench BANK = new ExternalBench("roles");

    @AfterAll
    static void close() {
        BANK.close();
    }

    @Test
    void comeOnlyFromTheConfiguredRole() {
        String otherRoles = BANK.issuer()
                .signed(BANK.claims("not-ours")
                        .put("realm_access", new JsonObject().put("roles", new JsonArray().add("admin")))
                        .put("roles", new JsonArray().add("admin"))
                        .put("permissions", new JsonArray().add("admin:users")));

        assertThat(BANK.api().get("/api/users").as(BANK.adminToken("rosa")).send())
                .hasStatus(200);
        assertThat(BANK.api().get("/api/users").as(otherRoles).send()).isProblem(403, "missing-permission");
        assertThat(BANK.api().get("/api/users").as(BANK.token("rosa")).send()).isProblem(403, "missing-permission");
    }

    @Test
    void cannotBeSetHere() {
        BANK.me(BANK.adminToken("rosa"));

        for (String roles : List.of("\"user\"", "\"user\", \"admin\"")) {
            assertThat(BANK.roles(BANK.id("rosa"), roles, BANK.ownAdminToken()))
                    .isProblem(409, "roles-of-other-issuer");
        }
    }

    @Test
    void doNotCountForTheLastAdministrator() {
        BANK.me(BANK.adminToken("rosa"));
        String admin = BANK.ownAdminToken();
        String id = BANK.me(admin).json().getString("id");

        assertThat(BANK.roles(id, "\"user\"", admin)).isProblem(409, "last-administrator");
        assertThat(BANK.api().delete("/api/users/me").as(admin).send()).isProblem(409, "last-administrator");
    }

    @Test
    void areRefusedAfterSuspension() {
        String token = BANK.adminToken("suspended");
        assertThat(BANK.me(token)).hasStatus(200);

        assertThat(BANK.status(BANK.id("suspended"), "suspended", BANK.ownAdminToken()))
                .hasStatus(200);

        assertThat(BANK.me(token)).isProblem(401, "revoked-token");
        assertThat(BANK.me(BANK.adminToken("suspended"))).isProblem(401, "revoked-token");
    }

    @Test
    void areRefusedLongAfterSuspension() {
        BANK.me(BANK.token("long-ago"));
        BANK.status(BANK.id("long-ago"), "suspended", BANK.ownAdminToken());
        assertThat(BANK.count("DELETE FROM revocations WHERE subject = $1", BANK.id("long-ago")))
                .isPositive();

        assertThat(BANK.me(BANK.token("long-ago"))).isProblem(401, "revoked-token");
    }
}
