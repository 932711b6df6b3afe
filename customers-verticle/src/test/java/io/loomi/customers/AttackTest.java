package io.loomi.customers;

import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.bench;
import static io.loomi.customers.CustomersBench.customer;

import io.loomi.common.testing.HttpAttacks;
import io.loomi.common.testing.SecurityHeaderCheck;
import io.loomi.common.testing.Slow;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Malformed and malicious HTTP requests. */
@Slow
class AttackTest {

    @TestFactory
    Stream<DynamicTest> refusesEveryAttack() {
        String token = customer("Ana").token();
        return new HttpAttacks(bench(), "/api/users/me", "/api/users", () -> token).tests();
    }

    @Test
    void setsSecurityHeadersOnEveryAnswer() {
        SecurityHeaderCheck.check(
                api().get("/api/users/me").as(customer("Ana").token()).send());
        SecurityHeaderCheck.check(api().get("/api/users/me").send());
        SecurityHeaderCheck.check(api().get("/nothing").send());
        SecurityHeaderCheck.check(api().delete("/api/users").send());
        SecurityHeaderCheck.check(api().post("/api/users").json("x".repeat(70_000)));
        SecurityHeaderCheck.check(api().get("/health").send());
        SecurityHeaderCheck.check(api().get("/openapi.yaml").send());
        SecurityHeaderCheck.checkPage(api().get("/docs/").send());
        SecurityHeaderCheck.checkPage(api().get("/docs/swagger-ui.css").send());
    }
}
