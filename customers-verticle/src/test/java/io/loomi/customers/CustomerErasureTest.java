package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A customer can leave only while the account is empty. */
@Slow
class CustomerErasureTest {

    private static final String ADMIN = "admin@leaving.test";
    private static final TransactionsDouble TRANSACTIONS = new TransactionsDouble();
    private static final ServiceBench BENCH = ServiceBench.start(
            new Customers(Clock.systemUTC()),
            Map.of(
                    "DATABASE_URL",
                    Backend.shared().createDatabase("customers_leaving"),
                    "ADMIN_EMAIL",
                    ADMIN,
                    "ADMIN_PASSWORD",
                    PASSWORD,
                    "TRANSACTIONS_SERVICE_URL",
                    TRANSACTIONS.url()));

    private static int count;

    private record TestCustomer(String id, String token) {}

    @AfterAll
    static void close() {
        BENCH.close();
        TRANSACTIONS.close();
    }

    @AfterEach
    void recover() {
        TRANSACTIONS.recover();
        TRANSACTIONS.afterClose(() -> {});
    }

    @Test
    void refusesToEraseACustomerUntilTheAccountIsEmpty() {
        TestCustomer ana = customer();
        TRANSACTIONS.fill(ana.id(), "12.50", "2.50", 1);

        Answer refused = leave(ana);

        assertThat(refused).isProblem(409, "account-not-empty");
        assertThat(refused.body()).contains("\"balance\":12.50", "\"held\":2.50", "\"pending\":1");
        assertThat(BENCH.api().get("/api/users/me").as(ana.token()).send()).hasStatus(200);
        assertThat(methods(ana)).as("nothing was closed").containsExactly("PUT");

        TRANSACTIONS.empty(ana.id());
        assertThat(leave(ana)).hasStatus(204);
        assertThat(BENCH.api().get("/api/users/me").as(ana.token()).send()).hasStatus(401);
        assertThat(methods(ana)).containsExactly("PUT", "PUT");
    }

    @Test
    void refusesAnAdministratorToo() {
        TestCustomer ana = customer();
        TRANSACTIONS.fill(ana.id(), "0.01", "0.00", 0);

        String admin = signIn(ADMIN);
        assertThat(erase(ana, admin)).isProblem(409, "account-not-empty");

        TRANSACTIONS.empty(ana.id());
        assertThat(erase(ana, admin)).hasStatus(204);
        assertThat(erase(ana, admin)).isProblem(404, "not-found");
        assertThat(methods(ana)).as("no call for an erased customer").containsExactly("PUT", "PUT");
    }

    @Test
    void closesAccountsWithATokenThatAllowsNothingElse() {
        TestCustomer ana = customer();

        assertThat(leave(ana)).hasStatus(204);

        JsonObject claims =
                Tokens.claimsOf(TRANSACTIONS.callsFor(ana.id()).getFirst().token());
        assertThat(claims.getString("client_id")).isEqualTo("customers");
        assertThat(claims.getJsonArray("permissions")).isEqualTo(JsonArray.of("close:accounts"));
    }

    @Test
    void erasesNobodyWhileTransactionsDoesNotAnswer() {
        TestCustomer ana = customer();

        TRANSACTIONS.answers(request -> request.connection().close());
        assertThat(leave(ana)).isProblem(503, "unavailable").hasHeader("Retry-After", "1");
        TRANSACTIONS.answers(request -> request.response().setStatusCode(404).end("<html>Not Found</html>"));
        assertThat(leave(ana)).isProblem(503, "unavailable");

        TRANSACTIONS.recover();
        assertThat(BENCH.api().get("/api/users/me").as(ana.token()).send()).hasStatus(200);
        assertThat(leave(ana)).hasStatus(204);
    }

    @Test
    void retriesWithTheSameClosureIdAfterALostAnswer() {
        TestCustomer ana = customer();
        AtomicInteger losses = new AtomicInteger(1);
        TRANSACTIONS.answers(request -> {
            if (losses.getAndDecrement() > 0) {
                request.connection().close();
            } else {
                request.response().setStatusCode(204).end();
            }
        });

        assertThat(leave(ana)).hasStatus(204);

        assertThat(TRANSACTIONS.callsFor(ana.id()))
                .extracting(TransactionsDouble.Call::closureId)
                .hasSize(2)
                .containsOnly(TRANSACTIONS.callsFor(ana.id()).getFirst().closureId());
    }

    @Test
    void reopensTheAccountWhenTheErasureIsRefused() {
        String token = signIn(ADMIN);
        String id = BENCH.api().get("/api/users/me").as(token).send().json().getString("id");

        assertThat(leave(new TestCustomer(id, token))).isProblem(409, "last-administrator");

        List<TransactionsDouble.Call> calls =
                Awaitility.await().until(() -> TRANSACTIONS.callsFor(id), all -> all.size() == 2);
        assertThat(calls).extracting(TransactionsDouble.Call::method).containsExactly("PUT", "DELETE");
        assertThat(calls.get(1).closureId()).isEqualTo(calls.get(0).closureId());
    }

    /** The closure may have succeeded without an answer. The customer is not erased, so the account must be usable. */
    @Test
    void withdrawsAClosureThatWasNotConfirmed() {
        TestCustomer ana = customer();
        TRANSACTIONS.answers(request -> {
            if (request.method().name().equals("PUT")) {
                request.connection().close();
            } else {
                request.response().setStatusCode(204).end();
            }
        });

        assertThat(leave(ana)).isProblem(503, "unavailable");

        List<TransactionsDouble.Call> calls = Awaitility.await()
                .until(
                        () -> TRANSACTIONS.callsFor(ana.id()),
                        all -> all.getLast().method().equals("DELETE"));
        assertThat(calls)
                .extracting(TransactionsDouble.Call::closureId)
                .containsOnly(calls.getFirst().closureId());
    }

    /** The other request has erased the customer, so a reopened account would stay open forever. */
    @Test
    void keepsTheAccountClosedWhenAnotherRequestErasedTheCustomer() {
        TestCustomer ana = customer();
        String admin = signIn(ADMIN);
        AtomicBoolean other = new AtomicBoolean(true);
        TRANSACTIONS.afterClose(() -> {
            if (other.getAndSet(false)) {
                assertThat(erase(ana, admin)).hasStatus(204);
            }
        });

        assertThat(erase(ana, admin)).isProblem(404, "not-found");

        assertThat(methods(ana)).containsExactly("PUT", "PUT");
    }

    private static TestCustomer customer() {
        String email = "person" + ++count + "@leaving.test";
        String id = BENCH.api()
                .post("/api/users")
                .json("{\"name\": \"Ana\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD))
                .json()
                .getString("id");
        return new TestCustomer(id, signIn(email));
    }

    private static String signIn(String email) {
        return BENCH.api()
                .post("/api/auth/login")
                .json("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD))
                .json()
                .getString("accessToken");
    }

    private static Answer leave(TestCustomer customer) {
        return BENCH.api().delete("/api/users/me").as(customer.token()).send();
    }

    private static Answer erase(TestCustomer customer, String admin) {
        return BENCH.api().delete("/api/users/" + customer.id()).as(admin).send();
    }

    private static List<String> methods(TestCustomer customer) {
        return TRANSACTIONS.callsFor(customer.id()).stream()
                .map(TransactionsDouble.Call::method)
                .toList();
    }
}
