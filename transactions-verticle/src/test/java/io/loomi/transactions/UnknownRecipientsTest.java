package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A transfer reveals whether an e-mail address is registered, but only for a limited number of unknown addresses. */
@Slow
class UnknownRecipientsTest {

    private static final int QUOTA = 60;
    private static final Bank BANK = Bank.openWith(Map.of("RATE_LIMIT", "on"));

    private final TestCustomer ana = BANK.customerWith("100.00");
    private final TestCustomer bia = BANK.customer();

    @AfterAll
    static void close() {
        BANK.close();
    }

    @Test
    void refusesAllAddressesAfterTooManyUnknownOnes() {
        BANK.customers().address(bia.id(), "bia-of-the-list@example.com");
        String known = TestCustomer.transferBody("bia-of-the-list@example.com", "1.00");
        Answer first = ana.post(known, "first");
        for (int i = 0; i < QUOTA; i++) {
            assertThat(guess()).isProblem(422, "unknown-recipient");
        }

        // each event loop learns from its own first call that the bucket is empty
        Awaitility.await()
                .until(() -> guess().status() == 429 && ana.post(known).status() == 429);

        assertThat(ana.post(known, "first")).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
        assertThat(first).hasStatus(201);
        assertThat(ana.transfer(bia, "1.00")).hasStatus(201);
        assertThat(BANK.customerWith("1.00").post(known)).hasStatus(201);
    }

    @Test
    void countsNeitherIdsNorRegisteredAddresses() {
        BANK.customers().address(bia.id(), "bia-the-friend@example.com");
        for (int i = 0; i <= QUOTA; i++) {
            assertThat(ana.post(TestCustomer.transferBody("bia-the-friend@example.com", "0.01")))
                    .hasStatus(201);
            assertThat(ana.post(TestCustomer.transferBody(UUID.randomUUID().toString(), "0.01")))
                    .isProblem(422, "unknown-recipient");
        }
    }

    private Answer guess() {
        return ana.post(TestCustomer.transferBody(UUID.randomUUID() + "@example.com", "1.00"));
    }
}
