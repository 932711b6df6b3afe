package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connection to PostgreSQL breaks between a commit and its answer. */
@Slow
class UnknownOutcomeTest {

    private static final BankWithUnansweredCommits ANSWERS = new BankWithUnansweredCommits();

    private final TestCustomer ana = ANSWERS.customerWith("10.00");

    @AfterAll
    static void close() {
        ANSWERS.close();
    }

    @AfterEach
    void audit() {
        assertThat(LedgerAudit.violations(ANSWERS.bank().bench().vertx(), ANSWERS.database()))
                .isEmpty();
    }

    @Test
    void aPostingWithoutAKeyIsDoneOnceAndTheAnswerSaysToCheck() {
        Answer answer = ANSWERS.during(() -> ana.credit("5.00"));

        assertThat(answer).isProblem(504, "outcome-unknown");
        assertThat(answer.headers().map()).doesNotContainKey("retry-after");
        assertThat(answer.json().getString("detail")).contains("GET /api/transactions");
        assertThat(ana.balance()).isEqualTo("15.00");
    }

    @Test
    void aPostingWithAKeyCanBeRepeated() {
        Answer lost = ANSWERS.during(() -> ana.post(TestCustomer.body("credit", "5.00"), "salary"));
        assertThat(lost).isProblem(504, "outcome-unknown");
        assertThat(lost.json().getString("detail")).contains("same Idempotency-Key");

        assertThat(ana.post(TestCustomer.body("credit", "5.00"), "salary"))
                .hasStatus(201)
                .hasHeader("Idempotency-Replayed", "true");
        assertThat(ana.balance()).isEqualTo("15.00");
    }

    @Test
    void aCaptureCanBeRepeated() {
        String hold = ana.hold("4.00");

        assertThat(ANSWERS.during(() -> ana.capture(hold, "{\"amount\": 3.00}")))
                .isProblem(504, "outcome-unknown");

        assertThat(ana.capture(hold, "{\"amount\": 3.00}")).hasStatus(200);
        assertThat(ana.balance()).isEqualTo("7.00");
    }

    @Test
    void nothingIsDoneWithoutAConnection() {
        ANSWERS.withoutConnections(() -> {
            ana.credit("5.00"); // over an open connection, which it closes
            assertThat(ana.credit("5.00")).isProblem(503, "unavailable").hasHeader("Retry-After", "1");
            return ana;
        });

        assertThat(ana.balance()).isEqualTo("10.00");
    }
}
