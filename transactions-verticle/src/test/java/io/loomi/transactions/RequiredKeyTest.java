package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A bank that requires an Idempotency-Key for requests that are not idempotent by themselves. */
@Slow
class RequiredKeyTest {

    private static final Bank BANK = Bank.openWith(Map.of("REQUIRE_IDEMPOTENCY_KEY", "true"));

    private final TestCustomer ana = BANK.customer();

    @AfterAll
    static void close() {
        BANK.close();
    }

    @Test
    void refusesToMoveMoneyWithoutAKey() {
        assertThat(ana.credit("1.00")).isProblem(400, "invalid-request");
        assertThat(ana.credit("1.00")
                        .json()
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("pointer"))
                .isEqualTo("header/Idempotency-Key");
        assertThat(ana.rows()).isZero();
    }

    @Test
    void refusesToReverseWithoutAKey() {
        String credit =
                ana.post(TestCustomer.body("credit", "1.00"), "salary").json().getString("id");

        assertThat(ana.reverse(credit, "{}")).isProblem(400, "invalid-request");
        assertThat(ana.on(credit, "reversal").header("Idempotency-Key", "back").json("{}"))
                .hasStatus(201);
    }

    @Test
    void needsNoKeyForIdempotentRequests() {
        ana.post(TestCustomer.body("credit", "1.00"), "salary");
        String hold = ana.post("{\"type\": \"debit\", \"amount\": 1.00, \"capture\": false}", "hold")
                .json()
                .getString("id");

        assertThat(ana.capture(hold, "{}")).hasStatus(200);
    }
}
