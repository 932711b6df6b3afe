package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.Permission;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What callers observe of an account that customers has closed. */
@Slow
class ClosedAccountTest {

    private final Bank bank = Bank.shared();

    @Test
    void listsTheContentsOfAnAccountThatIsNotEmpty() {
        TestCustomer ana = bank.customerWith("12.50");
        ana.hold("2.50");

        Answer refused = closure(bank, "PUT", ana, UUID.randomUUID());

        assertThat(refused).isProblem(409, "account-not-empty");
        assertThat(refused.body()).contains("\"balance\":12.50", "\"held\":2.50", "\"pending\":1");
        assertThat(ana.credit("1.00")).hasStatus(201);
    }

    @Test
    void acceptsNoMoneyUntilTheClosureIsWithdrawn() {
        TestCustomer ana = bank.customer();
        TestCustomer bia = bank.customerWith("10.00");
        UUID closure = UUID.randomUUID();
        assertThat(closure(bank, "PUT", ana, closure)).hasStatus(204);

        assertThat(ana.credit("1.00")).isProblem(403, "customer-not-active");
        assertThat(ana.debit("1.00")).isProblem(422, "insufficient-funds");
        assertThat(bia.transfer(ana, "1.00")).isProblem(422, "recipient-not-active");
        assertThat(bia.post(TestCustomer.transferBody(ana.id().toString(), "1.00"), "again"))
                .isProblem(422, "recipient-not-active");
        assertThat(bia.balance()).isEqualTo("10.00");

        assertThat(closure(bank, "DELETE", ana, closure)).hasStatus(204);
        assertThat(bia.post(TestCustomer.transferBody(ana.id().toString(), "1.00"), "again"))
                .as("the refusal has not used up the key")
                .hasStatus(201);
    }

    @Test
    void reopensWhenTheClosureLapsesAndItsOwnerWasNotErased() {
        try (Bank own = Bank.open()) {
            TestCustomer ana = own.customer();
            assertThat(closure(own, "PUT", ana, UUID.randomUUID())).hasStatus(204);
            assertThat(ana.credit("1.00")).isProblem(403, "customer-not-active");

            own.advance(Duration.ofMinutes(3));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> ana.credit("1.00").status() == 201);
        }
    }

    private static Answer closure(Bank at, String method, TestCustomer customer, UUID closureId) {
        return at.api()
                .call(method, "/api/accounts/%s/closures/%s".formatted(customer.id(), closureId))
                .as(at.with(UUID.randomUUID(), Permission.CLOSE_ACCOUNTS).token())
                .send();
    }
}
