package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Customers hold money before they move it. */
@Slow
class HoldTest {

    private final Bank bank = Bank.shared();

    @Test
    void holdsMoneyThatCannotBeSpentTwice() {
        TestCustomer ana = bank.customerWith("10.00");

        ana.hold("7.00");

        assertThat(ana.balance()).isEqualTo("10.00");
        assertThat(ana.held()).isEqualTo("7.00");
        assertThat(ana.debit("3.01")).isProblem(422, "insufficient-funds");
        assertThat(ana.debit("3.00")).hasStatus(201);
    }

    @Test
    void capturesAPartAndReleasesTheRest() {
        TestCustomer ana = bank.customerWith("10.00");
        String hold = ana.hold("7.00");

        Answer captured = ana.capture(hold, "{\"amount\": 2.50}");

        assertThat(captured).hasStatus(200);
        assertThat(captured.body()).contains("\"status\":\"completed\"", "\"capturedAmount\":2.50");
        assertThat(ana.balance()).isEqualTo("7.50");
        assertThat(ana.held()).isEqualTo("0.00");
        assertThat(ana.capture(hold, "{\"amount\": 2.50}").body()).isEqualTo(captured.body());
        assertThat(ana.capture(hold, "{\"amount\": 1.00}")).isProblem(409, "hold-ended");
        assertThat(ana.release(hold)).isProblem(409, "hold-ended");
        assertThat(ana.balance()).isEqualTo("7.50");
    }

    @Test
    void voidsAHoldOnce() {
        TestCustomer ana = bank.customerWith("10.00");
        String hold = ana.hold("7.00");

        assertThat(ana.release(hold).body()).contains("\"status\":\"cancelled\"");
        assertThat(ana.release(hold)).hasStatus(200);
        assertThat(ana.capture(hold, "{}")).isProblem(409, "hold-ended");
        assertThat(ana.balance()).isEqualTo("10.00");
        assertThat(ana.held()).isEqualTo("0.00");
    }

    @Test
    void capturesNoMoreThanIsHeld() {
        TestCustomer ana = bank.customerWith("10.00");
        String hold = ana.hold("7.00");

        assertThat(ana.capture(hold, "{\"amount\": 7.01}")).isProblem(422, "exceeds-hold");
        assertThat(ana.held()).isEqualTo("7.00");
        assertThat(bank.customer().capture(hold, "{}")).isProblem(404, "not-found");
    }

    @Test
    void holdsNoCredit() {
        assertThat(bank.customer().post("{\"type\": \"credit\", \"amount\": 1, \"capture\": false}"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/capture");
    }

    @Test
    void expiresAnUncapturedHold() {
        try (Bank own = Bank.open()) {
            TestCustomer before = own.customerWith("10.00");
            String hold = before.hold("7.00");

            own.advance(Duration.ofDays(8));
            TestCustomer ana = own.with(before.id(), "read:transactions", "write:transactions");

            Awaitility.await().untilAsserted(() -> assertThat(ana.held()).isEqualTo("0.00"));
            assertThat(ana.transaction(hold).json().getString("status")).isEqualTo("cancelled");
            assertThat(ana.capture(hold, "{}")).isProblem(409, "hold-ended");
            assertThat(ana.balance()).isEqualTo("10.00");
        }
    }
}
