package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.ServiceBench;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Map;

/** A separate customers service with one administrator. */
final class SoleAdministrator implements AutoCloseable {

    private static final String EMAIL = "admin@sole.test";
    private static final String OTHER = "other@sole.test";

    private final ServiceBench bench = ServiceBench.start(
            new Customers(Clock.systemUTC()),
            Map.of(
                    "TRANSACTIONS_SERVICE_URL",
                    TransactionsDouble.shared().url(),
                    "DATABASE_URL",
                    Backend.shared().createDatabase("customers_sole_" + System.identityHashCode(this)),
                    "ADMIN_EMAIL",
                    EMAIL,
                    "ADMIN_PASSWORD",
                    PASSWORD));

    ContractClient api() {
        return bench.api();
    }

    String token() {
        return token(EMAIL);
    }

    String otherToken() {
        return token(OTHER);
    }

    String id() {
        return api().get("/api/users/me").as(token()).send().json().getString("id");
    }

    /** Adds another administrator and returns their id. */
    String secondAdministrator() {
        JsonObject customer = api().post("/api/users")
                .json("{\"name\": \"Other\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(OTHER, PASSWORD))
                .json();
        roles(customer.getString("id"), "[\"admin\"]", token());
        return customer.getString("id");
    }

    Answer demote(String id, String token) {
        return roles(id, "[\"user\"]", token);
    }

    /** Makes one of the two an administrator again, signed in as the other. */
    void promote(String id) {
        String token = id.equals(id()) ? otherToken() : token();
        if (roles(id, "[\"user\", \"admin\"]", token).status() != 200) {
            throw new IllegalStateException("not promoted: " + id);
        }
    }

    private Answer roles(String id, String roles, String token) {
        return api().call("PUT", "/api/users/" + id + "/roles").as(token).json("{\"roles\": " + roles + "}");
    }

    private String token(String email) {
        return api().post("/api/auth/login")
                .json("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD))
                .json()
                .getString("accessToken");
    }

    @Override
    public void close() {
        bench.close();
    }
}
