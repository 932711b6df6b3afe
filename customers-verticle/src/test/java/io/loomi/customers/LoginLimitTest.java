package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.EmptyBuckets;
import io.loomi.common.testing.Slow;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rate limits stop password guessing. */
@Slow
class LoginLimitTest {

    @Test
    void reportsBothLimits() {
        assertThat(LimitedCustomers.login("new@example.com", PASSWORD, "203.0.113.2"))
                .isProblem(401, "wrong-credentials")
                .hasHeader("RateLimit-Policy", "\"login\";q=30;w=60, \"account\";q=10;w=300")
                .hasHeader("RateLimit", "\"login\";r=29;t=2, \"account\";r=9;t=30");
    }

    @Test
    void limitsAttemptsOnOneAccountFromAllAddressesAndSpellings() {
        String email = "nobody@example.com";
        AtomicInteger attempts = new AtomicInteger();

        Answer refused = EmptyBuckets.refusalOf(() -> {
            int number = attempts.getAndIncrement();
            String spelling = number % 2 == 0 ? email : " " + email.toUpperCase(Locale.ROOT);
            return LimitedCustomers.login(spelling, PASSWORD, "203.0.113." + (10 + number));
        });

        assertThat(attempts.get()).isGreaterThan(10);
        assertThat(refused).isProblem(429, "rate-limited");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(20, 30);
        assertThat(LimitedCustomers.login("somebody@example.com", PASSWORD, "203.0.113.99"))
                .isProblem(401, "wrong-credentials");
    }

    @Test
    void limitsPasswordAttemptsWithAStolenToken() {
        String token = LimitedCustomers.newCustomer();
        AtomicInteger attempts = new AtomicInteger();

        EmptyBuckets.refusalOf(() -> LimitedCustomers.changePassword(token, "guess " + attempts.getAndIncrement()));

        assertThat(attempts.get()).isBetween(10, 13);
    }

    @Test
    void limitsProbesForTakenAddresses() {
        String token = LimitedCustomers.newCustomer();
        assertThat(LimitedCustomers.changeEmail(token, LimitedCustomers.EMAIL))
                .isProblem(409, "email-taken")
                .hasHeader("RateLimit-Policy", "\"profile\";q=60;w=3600");

        LimitedCustomers.exhaust("profile", token);

        assertThat(EmptyBuckets.refusalOf(() -> LimitedCustomers.changeEmail(token, LimitedCustomers.EMAIL)))
                .isProblem(429, "rate-limited");
    }

    @Test
    void limitsAttemptsFromOneAddressOnAllAccounts() {
        AtomicInteger attempts = new AtomicInteger();
        EmptyBuckets.refusalOf(
                () -> LimitedCustomers.login("no address " + attempts.getAndIncrement(), PASSWORD, "203.0.113.200"));

        assertThat(attempts.get()).isGreaterThan(30);
        LimitedCustomers.exhaustSignIns("203.0.113.200"); // so that no token returns before the next request
        assertThat(LimitedCustomers.login(LimitedCustomers.EMAIL, PASSWORD, "203.0.113.200"))
                .isProblem(429, "rate-limited");
    }
}
