package io.loomi.transactions.reports;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.transactions.Bank;
import io.loomi.transactions.TestCustomer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Customers read their account at an instant. */
@Slow
class AccountAtTest {

    private final Bank bank = Bank.shared();

    @Test
    void returnsTheAccountAfterEachChange() {
        TestCustomer ana = bank.customer();
        List<String> seen = new ArrayList<>();
        ana.credit("100.00");
        seen.add(ana.account().body());
        String captured = ana.hold("30.00");
        seen.add(ana.account().body());
        String released = ana.hold("20.00");
        seen.add(ana.account().body());
        ana.debit("1000.00");
        seen.add(ana.account().body());
        ana.capture(captured, "{\"amount\": 10.00}");
        seen.add(ana.account().body());
        ana.release(released);
        seen.add(ana.account().body());
        ana.reverse(captured, "{}");
        seen.add(ana.account().body());

        for (String account : seen) {
            assertThat(at(ana, new io.vertx.core.json.JsonObject(account).getString("updatedAt")))
                    .isEqualTo(account);
        }
        assertThat(at(ana, "2999-01-01")).isEqualTo(seen.getLast());
    }

    @Test
    void isEmptyBeforeTheFirstTransaction() {
        TestCustomer ana = bank.customer();
        String empty = ana.account().body();
        ana.credit("100.00");

        assertThat(at(ana, "2026-01-01")).isEqualTo(empty);
    }

    @Test
    void refusesAnInvalidInstant() {
        TestCustomer ana = bank.customer();

        assertThat(ana.api()
                        .get("/api/accounts/me?at=yesterday1")
                        .as(ana.token())
                        .send())
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/at");
    }

    private static String at(TestCustomer customer, String instant) {
        return customer.api()
                .get("/api/accounts/me?at=" + instant)
                .as(customer.token())
                .send()
                .body();
    }
}
