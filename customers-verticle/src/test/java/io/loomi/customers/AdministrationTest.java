package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.loomi.customers.CustomersBench.TestCustomer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Administrators suspend and reactivate customers, and set their roles. */
@Slow
class AdministrationTest {

    @Test
    void suspendsAndReactivatesACustomer() {
        SignedIn ana = SignedIn.newCustomer();

        assertThat(status(ana.customer(), "suspended")).hasStatus(200);
        assertThat(ana.profile()).isProblem(401, "revoked-token");
        assertThat(ana.refresh()).isProblem(401, "invalid-refresh-token");
        assertThat(CustomersBench.login(ana.customer().email(), PASSWORD)).isProblem(403, "user-suspended");

        assertThat(status(ana.customer(), "active").json().getString("status")).isEqualTo("active");
        assertThat(ana.profile()).isProblem(401, "revoked-token");
        assertThat(SignedIn.again(ana.customer()).profile()).hasStatus(200);
        assertThat(recorded(ana.customer())).containsExactly("user", "reactivation");
    }

    @Test
    void changesNothingWhenStatusOrRolesAreTheSame() {
        TestCustomer ana = CustomersBench.customer("Ana");

        assertThat(status(ana, "active")).hasStatus(200).hasHeader("ETag", "\"v1\"");
        assertThat(roles(ana, "\"user\"")).hasStatus(200).hasHeader("ETag", "\"v1\"");

        assertThat(recorded(ana)).isEmpty();
        assertThat(api().get("/api/users/me").as(ana.token()).send()).hasStatus(200);
    }

    @Test
    void endsTheSessionsWhenRolesChange() {
        SignedIn ana = SignedIn.newCustomer();

        assertThat(roles(ana.customer(), "\"user\", \"admin\"").json().getJsonArray("roles"))
                .isEqualTo(new JsonArray(List.of("admin", "user")));

        assertThat(ana.profile()).isProblem(401, "revoked-token");
        SignedIn admin = SignedIn.again(ana.customer());
        assertThat(admin.call("GET", "/api/users").send()).hasStatus(200);
        assertThat(roles(ana.customer(), "\"user\"")).hasStatus(200);
        assertThat(admin.call("GET", "/api/users").send()).isProblem(401, "revoked-token");
    }

    @Test
    void doesNotReactivateADeletedCustomer() {
        SignedIn ana = SignedIn.newCustomer();
        ana.call("DELETE", "/api/users/me").send();

        assertThat(status(ana.customer(), "active")).isProblem(404, "not-found");
        assertThat(roles(ana.customer(), "\"admin\"")).isProblem(404, "not-found");
        assertThat(api().call("PUT", "/api/users/" + ana.customer().id() + "/status")
                        .as(adminToken())
                        .json("{\"status\": \"deleted\"}"))
                .isProblem(400, "invalid-request");
    }

    @Test
    void letsOnlyAdministratorsChangeAndDeleteOtherCustomers() {
        TestCustomer ana = CustomersBench.customer("Ana");
        TestCustomer bia = CustomersBench.customer("Bia");
        String path = "/api/users/" + ana.id();

        for (String target : List.of(path, "/api/users/" + UUID.randomUUID())) {
            assertThat(api().patch(target).as(bia.token()).json("{\"name\": \"B\"}"))
                    .isProblem(403, "not-yours");
            assertThat(api().delete(target).as(bia.token()).send()).isProblem(403, "not-yours");
        }
        assertThat(api().patch(path).as(ana.token()).json("{\"name\": \"Ana Lima\"}"))
                .hasStatus(200);
        assertThat(api().patch(path)
                        .as(adminToken())
                        .header("If-Match", "\"v1\"")
                        .json("{\"name\": \"A\"}"))
                .isProblem(412, "precondition-failed");
        assertThat(api().delete(path).as(adminToken()).send()).hasStatus(204);
        assertThat(api().get("/api/users/me").as(ana.token()).send()).isProblem(401, "revoked-token");
    }

    @Test
    void keepsTheLastAdministratorWhenTwoDemoteEachOtherConcurrently() {
        try (SoleAdministrator bank = new SoleAdministrator()) {
            String one = bank.id();
            String other = bank.secondAdministrator();
            for (int round = 0; round < 8; round++) {
                String ones = bank.token();
                String others = bank.otherToken();

                List<Answer> answers = concurrently(() -> bank.demote(one, others), () -> bank.demote(other, ones));

                assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
                bank.promote(answers.getFirst().status() == 200 ? one : other);
            }
        }
    }

    /** Starts both calls at the same moment. */
    private static List<Answer> concurrently(Supplier<Answer> one, Supplier<Answer> other) {
        CyclicBarrier start = new CyclicBarrier(2);
        return Stream.of(one, other)
                .map(call -> CompletableFuture.supplyAsync(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException | BrokenBarrierException broken) {
                        throw new IllegalStateException(broken);
                    }
                    return call.get();
                }))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Test
    void leavesNoSessionWhenSuspendedDuringSignInAndRefresh() {
        SignedIn ana = SignedIn.newCustomer();
        List<CompletableFuture<Answer>> attempts = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> i % 2 == 0 ? CustomersBench.login(ana.customer().email(), PASSWORD) : ana.refresh()))
                .toList();

        assertThat(status(ana.customer(), "suspended")).hasStatus(200);

        for (CompletableFuture<Answer> attempt : attempts) {
            Answer answer = attempt.join();
            if (answer.status() == 200) {
                assertThat(api().get("/api/users/me")
                                .as(answer.json().getString("accessToken"))
                                .send())
                        .isProblem(401, "revoked-token");
            }
        }
        assertThat(CustomersBench.sql(
                        "SELECT FROM sessions WHERE user_id = $1",
                        Tuple.of(UUID.fromString(ana.customer().id()))))
                .isEmpty();
    }

    private static Answer status(TestCustomer customer, String status) {
        return api().call("PUT", "/api/users/" + customer.id() + "/status")
                .as(adminToken())
                .json(new JsonObject().put("status", status).encode());
    }

    private static Answer roles(TestCustomer customer, String roles) {
        return api().call("PUT", "/api/users/" + customer.id() + "/roles")
                .as(adminToken())
                .json("{\"roles\": [" + roles + "]}");
    }

    /** The kinds of a customer's recorded revocations, in order. */
    private static List<String> recorded(TestCustomer customer) {
        List<String> kinds = new java.util.ArrayList<>();
        CustomersBench.sql(
                        "SELECT kind FROM revocations WHERE subject = $1 ORDER BY at",
                        Tuple.of(UUID.fromString(customer.id())))
                .forEach(row -> kinds.add(row.getString("kind")));
        return kinds;
    }
}
