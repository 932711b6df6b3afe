package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import org.junit.jupiter.api.Test;

/** A repeated request gets the first answer, even if its transaction has changed since. */
@Slow
class ReplayTest {

    private static final String HOLD = """
            {"type": "debit", "amount": 8, "capture": false}""";

    private final Bank bank = Bank.shared();
    private final TestCustomer ana = bank.customerWith("100.00");

    @Test
    void replaysAHoldThatWasCapturedSince() {
        Answer first = ana.post(HOLD, "hold");
        ana.capture(first.json().getString("id"), "{\"amount\": 3}");

        assertIsReplayOf(first, ana.post(HOLD, "hold"));
        assertThat(first.body()).contains("\"status\":\"pending\"");
    }

    @Test
    void replaysAHoldThatWasVoidedSince() {
        Answer first = ana.post(HOLD, "hold");
        ana.release(first.json().getString("id"));

        assertIsReplayOf(first, ana.post(HOLD, "hold"));
    }

    @Test
    void replaysAHeldTransferThatWasCapturedAndReversedSince() {
        TestCustomer bia = bank.customer();
        String transfer = """
                {"type": "transfer", "amount": 8, "recipientId": "%s", "capture": false}""".formatted(bia.id());
        Answer first = ana.post(transfer, "hold");
        ana.capture(first.json().getString("id"), "{}");
        bia.reverse(TestCustomer.texts(bia.history(""), "id").getFirst(), "{}");

        assertIsReplayOf(first, ana.post(transfer, "hold"));
    }

    @Test
    void replaysADebitThatWasReversedSince() {
        Answer first = ana.post(TestCustomer.body("debit", "8"), "debit");
        ana.reverse(first.json().getString("id"), "{\"amount\": 3}");

        assertIsReplayOf(first, ana.post(TestCustomer.body("debit", "8"), "debit"));
    }

    @Test
    void replaysACapture() {
        String hold = ana.hold("8");
        Answer first = ana.capture(hold, "{\"amount\": 3}");
        ana.reverse(hold, "{\"amount\": 1}");

        Answer again = ana.capture(hold, "{\"amount\": 3}");

        assertThat(again).hasStatus(200);
        assertThat(again.body()).isEqualTo(first.body());
    }

    private static void assertIsReplayOf(Answer first, Answer again) {
        assertThat(again).hasStatus(first.status()).hasHeader("Idempotency-Replayed", "true");
        assertThat(again.body()).isEqualTo(first.body());
    }
}
