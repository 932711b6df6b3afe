package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.UnansweredCommits;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** A customers service whose connections to PostgreSQL can be cut between a commit and its answer. */
final class CustomersWithUnansweredCommits implements AutoCloseable {

    private static final String ADMIN = "admin@lost.test";

    private final UnansweredCommits commits = new UnansweredCommits();
    private final ServiceBench bench = ServiceBench.start(
            new Customers(Clock.systemUTC()),
            Map.of(
                    "TRANSACTIONS_SERVICE_URL",
                    TransactionsDouble.shared().url(),
                    "DATABASE_URL",
                    commits.in(Backend.shared().createDatabase("customers_lost_" + System.identityHashCode(this))),
                    "ADMIN_EMAIL",
                    ADMIN,
                    "ADMIN_PASSWORD",
                    PASSWORD));
    private final String adminToken = login(ADMIN).json().getString("accessToken");

    /** A customer who is signed in. */
    record Member(String id, String email, String token, String refreshToken) {
        String sessionId() {
            return Tokens.claimsOf(token).getString("sid");
        }
    }

    ContractClient api() {
        return bench.api();
    }

    String adminToken() {
        return adminToken;
    }

    Member member() {
        String email = CustomersBench.newEmail();
        String id = register(email).json().getString("id");
        JsonObject tokens = login(email).json();
        return new Member(id, email, tokens.getString("accessToken"), tokens.getString("refreshToken"));
    }

    Answer register(String email) {
        return api().post("/api/users")
                .json("{\"name\": \"Ana\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD));
    }

    Answer login(String email) {
        return api().post("/api/auth/login")
                .json("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD));
    }

    /** Runs work while the answers of commits are lost; returns when the network has recovered. */
    Answer during(Supplier<Answer> work) {
        return commits.during(work, this::isWell);
    }

    private boolean isWell() {
        return api().patch("/api/users/me")
                        .as(adminToken)
                        .json("{\"name\": \"Admin\"}")
                        .status()
                == 200;
    }

    @Override
    public void close() {
        bench.close();
        commits.close();
    }
}
