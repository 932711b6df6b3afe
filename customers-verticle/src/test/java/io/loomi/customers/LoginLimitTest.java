package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.EmptyBuckets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nobody tries passwords at will. */
class LoginLimitTest {

    @Test
    void tellsOfBothLimits() {
        assertThat(LimitedCustomers.login("new@example.com", PASSWORD, "203.0.113.2"))
                .isProblem(401, "wrong-credentials")
                .hasHeader("RateLimit-Policy", "\"login\";q=30;w=60, \"account\";q=10;w=300")
                .hasHeader("RateLimit", "\"login\";r=29;t=2, \"account\";r=9;t=30");
    }

    @Test
    void limitsTheTriesAtOneAccountFromAllAddressesAndInEverySpelling() {
        String email = "nobody@example.com";
        AtomicInteger tries = new AtomicInteger();

        Answer refused = EmptyBuckets.refusalOf(() -> {
            int number = tries.getAndIncrement();
            String spelling = number % 2 == 0 ? email : " " + email.toUpperCase(Locale.ROOT);
            return LimitedCustomers.login(spelling, PASSWORD, "203.0.113." + (10 + number));
        });

        assertThat(tries.get()).isGreaterThan(10);
        assertThat(refused).isProblem(429, "rate-limited");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(20, 30);
        assertThat(LimitedCustomers.login("somebody@example.com", PASSWORD, "203.0.113.99"))
                .isProblem(401, "wrong-credentials");
    }

    @Test
    void limitsTheTriesOfWhoHasSomebodysToken() {
        String token = LimitedCustomers.newPerson();
        AtomicInteger tries = new AtomicInteger();

        EmptyBuckets.refusalOf(() -> LimitedCustomers.changePassword(token, "guess " + tries.getAndIncrement()));

        assertThat(tries.get()).isBetween(10, 13);
    }

    @Test
    void limitsHowOftenSomebodyLearnsThatAnAddressIsTaken() {
        String token = LimitedCustomers.newPerson();
        AtomicInteger tries = new AtomicInteger();

        Answer refused = EmptyBuckets.refusalOf(() -> {
            tries.incrementAndGet();
            return LimitedCustomers.changeEmail(token, LimitedCustomers.EMAIL);
        });

        assertThat(refused).isProblem(429, "rate-limited");
        assertThat(tries.get()).isBetween(60, 66);
    }

    @Test
    void limitsTheTriesFromOneAddressAtAnyAccount() {
        AtomicInteger tries = new AtomicInteger();
        EmptyBuckets.refusalOf(
                () -> LimitedCustomers.login("no address " + tries.getAndIncrement(), PASSWORD, "203.0.113.200"));

        assertThat(tries.get()).isGreaterThan(30);
        assertThat(LimitedCustomers.login(LimitedCustomers.EMAIL, PASSWORD, "203.0.113.200"))
                .isProblem(429, "rate-limited");
    }
}
