package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EmptyBuckets;
import io.loomi.common.testing.ExhaustedRateLimits;
import io.loomi.common.testing.ServiceBench;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A customers service with rate limits and an administrator, started once for the module. */
final class LimitedCustomers {

    static final String EMAIL = "admin@limited.test";

    private static final ServiceBench BENCH = ServiceBench.start(
            new Customers(Clock.systemUTC()),
            Map.of(
                    "TRANSACTIONS_SERVICE_URL",
                    TransactionsDouble.shared().url(),
                    "DATABASE_URL",
                    Backend.shared().createDatabase("customers_limited"),
                    "RATE_LIMIT",
                    "on",
                    "ADMIN_EMAIL",
                    EMAIL,
                    "ADMIN_PASSWORD",
                    PASSWORD));

    private LimitedCustomers() {}

    static Answer login(String email, String password, String address) {
        return BENCH.api()
                .post("/api/auth/login")
                .header("X-Forwarded-For", address)
                .json("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password));
    }

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Registers a customer from a new client address, and returns their token. */
    static String newCustomer() {
        int number = COUNT.incrementAndGet();
        String email = "person" + number + "@limited.test";
        String address = "203.0.113." + (240 + number);
        BENCH.api()
                .post("/api/users")
                .header("X-Forwarded-For", address)
                .json("{\"name\": \"Ana\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD));
        return login(email, PASSWORD, address).json().getString("accessToken");
    }

    static Answer changePassword(String token, String current) {
        return BENCH.api()
                .post("/api/users/me/password")
                .as(token)
                .json("{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}".formatted(current, PASSWORD));
    }

    static Answer changeEmail(String token, String email) {
        return BENCH.api().patch("/api/users/me").as(token).json("{\"email\": \"" + email + "\"}");
    }

    /** Uses up this rate limit for the customer of the token. */
    static void exhaust(String policy, String token) {
        EmptyBuckets.of(BENCH.vertx(), "customers", policy, userIdOf(token).toString());
    }

    /** Uses up the limit of sign-ins from this address. */
    static void exhaustSignIns(String address) {
        EmptyBuckets.of(BENCH.vertx(), "customers", "login", address);
    }

    private static UUID userIdOf(String token) {
        return UUID.fromString(Tokens.claimsOf(token).getString("sub"));
    }

    /** The limits of an administrator who has used them up. */
    static ExhaustedRateLimits exhausted() {
        String token = login(EMAIL, PASSWORD, "203.0.113.1").json().getString("accessToken");
        return ExhaustedRateLimits.of(BENCH, "customers", userIdOf(token), token);
    }
}
