package io.loomi.transactions;

import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.HttpAttacks;
import io.loomi.common.testing.SecurityHeaderCheck;
import io.loomi.common.testing.Slow;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Malformed requests that try to bypass the checks. */
@Slow
class AttackTest {

    private static final Bank BANK = Bank.shared();

    @TestFactory
    Stream<DynamicTest> rejectsEveryAttack() {
        String token = BANK.customer().token();
        return new HttpAttacks(BANK.bench(), "/api/accounts/me", "/api/transactions", () -> token).tests();
    }

    @Test
    void setsSecurityHeadersOnEveryResponse() {
        ContractClient api = BANK.api();
        TestCustomer customer = BANK.customerWith("10.00");

        SecurityHeaderCheck.check(customer.account());
        SecurityHeaderCheck.check(customer.debit("100.00"));
        SecurityHeaderCheck.check(api.get("/api/reports/statement")
                .as(customer.token())
                .header("Accept", "text/csv")
                .send());
        SecurityHeaderCheck.check(api.get("/api/accounts/me").send());
        SecurityHeaderCheck.check(api.get("/nothing").send());
        SecurityHeaderCheck.checkPage(api.get("/docs/").send());
    }
}
