package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.login;
import static io.loomi.customers.CustomersBench.register;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.Slow;
import io.loomi.customers.CustomersBench.TestCustomer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Customers manage their profiles, and administrators search customers. */
@Slow
class ProfileTest {

    @Test
    void changesOnlyTheSentFields() {
        TestCustomer ana = customer("Ana");

        Answer changed = me("PATCH", ana).json("{\"name\": \"Ana Lima\"}");

        assertThat(changed).hasStatus(200).hasHeader("ETag", "\"v2\"");
        assertThat(changed.json().getString("name")).isEqualTo("Ana Lima");
        assertThat(changed.json().getString("email")).isEqualTo(ana.email());
        assertThat(me("GET", ana).send().json()).isEqualTo(changed.json());
    }

    @Test
    void changesOnlyTheVersionOfIfMatch() {
        TestCustomer ana = customer("Ana");
        String tag = me("GET", ana).send().header("ETag");

        assertThat(me("PATCH", ana).header("If-Match", tag).json("{\"name\": \"First\"}"))
                .hasStatus(200);
        assertThat(me("PATCH", ana).header("If-Match", tag).json("{\"name\": \"Second\"}"))
                .isProblem(412, "precondition-failed");
        assertThat(me("PATCH", ana).header("If-Match", "*").json("{\"name\": \"Third\"}"))
                .hasStatus(200);
        assertThat(me("PATCH", ana).header("If-Match", "nonsense").json("{\"name\": \"Fourth\"}"))
                .isProblem(412, "precondition-failed");
        assertThat(me("GET", ana).send().json().getString("name")).isEqualTo("Third");
    }

    @Test
    void refusesReadOnlyFields() {
        TestCustomer ana = customer("Ana");

        assertThat(me("PATCH", ana)
                        .json("{\"name\": \"A\", \"roles\": [\"admin\"], \"status\": \"active\", \"id\": \"1\"}"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/roles", "#/status", "#/id");
        assertThat(me("GET", ana).send().json().getString("name")).isEqualTo("Ana");
    }

    @Test
    void erasesACustomerWhoLeaves() {
        TestCustomer ana = customer("Ana");

        assertThat(me("DELETE", ana).send()).hasStatus(204);

        assertThat(me("GET", ana).send()).isProblem(401, "revoked-token");
        assertThat(login(ana.email(), PASSWORD)).isProblem(401, "wrong-credentials");
        assertThat(register("Another Ana", ana.email(), PASSWORD)).hasStatus(201);
        JsonArray deleted = api().get("/api/users?status=deleted&limit=100")
                .as(adminToken())
                .send()
                .json()
                .getJsonArray("data");
        assertThat(deleted.stream().map(JsonObject.class::cast)).anySatisfy(customer -> {
            assertThat(customer.getString("id")).isEqualTo(ana.id());
            assertThat(customer.getString("name")).isEqualTo("Deleted person");
            assertThat(customer.getString("email")).doesNotContain(ana.email());
        });
    }

    @Test
    void publishesTheStatusOfADeletedCustomer() {
        TestCustomer ana = customer("Ana");
        RedisCache redis = RedisCache.open(
                CustomersBench.bench().vertx(), URI.create(Backend.shared().redisUrl()));

        me("DELETE", ana).send();

        assertThat(new CustomerStatusCache(redis)
                        .find(UUID.fromString(ana.id()))
                        .await())
                .contains("deleted");
    }

    @Test
    void showsAProfileOnlyToItsOwnerAndAdministrators() {
        TestCustomer ana = customer("Ana");
        TestCustomer bia = customer("Bia");
        String path = "/api/users/" + ana.id();

        assertThat(api().get(path).as(ana.token()).send()).hasStatus(200).hasHeader("ETag", "\"v1\"");
        assertThat(api().get(path).as(adminToken()).send()).hasStatus(200);
        assertThat(api().get(path).as(bia.token()).send()).isProblem(403, "not-yours");
        assertThat(api().get("/api/users/" + UUID.randomUUID()).as(bia.token()).send())
                .isProblem(403, "not-yours");
    }

    @Test
    void keepsTheFiltersOnEveryPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(customer("Pagination " + i).id());
        }

        List<String> found = new ArrayList<>();
        String next = "/api/users?q=pagination&limit=2";
        while (next != null) {
            JsonObject page = api().get(next).as(adminToken()).send().json();
            page.getJsonArray("data").forEach(customer -> found.add(((JsonObject) customer).getString("id")));
            next = page.getBoolean("hasMore") ? "/api/users?limit=2&cursor=" + page.getString("nextCursor") : null;
        }

        assertThat(found).isEqualTo(ids);
        assertThat(api().get("/api/users?cursor=nonsense").as(adminToken()).send())
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/cursor");
    }

    @Test
    void recoversWhenTheDatabaseDoes() {
        try (CustomersWithoutDatabase customers = new CustomersWithoutDatabase()) {
            assertThat(customers.api().get("/health/ready").send()).hasStatus(503);

            customers.restore();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> customers
                                    .api()
                                    .get("/api/users/me")
                                    .as(customers.token())
                                    .send()
                                    .status()
                            == 200);
        }
    }

    private static ContractClient.Call me(String method, TestCustomer customer) {
        return api().call(method, "/api/users/me").as(customer.token());
    }
}
