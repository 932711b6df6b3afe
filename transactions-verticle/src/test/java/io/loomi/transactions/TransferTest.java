package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Customers send money to each other. */
@Slow
class TransferTest {

    private final Bank bank = Bank.shared();
    private final TestCustomer ana = bank.customerWith("100.00");
    private final TestCustomer bia = bank.customer();

    @Test
    void sendsMoneyToACustomerId() {
        Answer sent = ana.transfer(bia, "30.00");

        assertThat(sent).hasStatus(201);
        assertThat(sent.json().getString("type")).isEqualTo("debit");
        assertThat(sent.json().getString("counterpartyId")).isEqualTo(bia.id().toString());
        assertThat(ana.balance()).isEqualTo("70.00");
        assertThat(bia.balance()).isEqualTo("30.00");
        assertThat(TestCustomer.texts(bia.history(""), "transferId"))
                .containsExactly(sent.json().getString("transferId"));
    }

    @Test
    void sendsMoneyToAnEmailAddress() {
        bank.customers().address(bia.id(), "bia@example.com");

        assertThat(ana.post(TestCustomer.transferBody("bia@example.com", "30.00")))
                .hasStatus(201);

        assertThat(bia.balance()).isEqualTo("30.00");
    }

    @Test
    void failsIfTooLittleIsAvailable() {
        assertThat(ana.transfer(bia, "100.01")).isProblem(422, "insufficient-funds");

        assertThat(ana.amounts("?status=failed")).containsExactly("100.01");
        assertThat(bia.rows()).isZero();
    }

    @Test
    void refusesInvalidRecipients() {
        bank.customers().address(ana.id(), "ana-herself@example.com");
        bank.customers().set(bia.id(), "suspended");

        assertThat(ana.transfer(ana, "1.00")).isProblem(422, "transfer-to-oneself");
        assertThat(ana.post(TestCustomer.transferBody("ana-herself@example.com", "1.00")))
                .isProblem(422, "transfer-to-oneself");
        assertThat(ana.post(TestCustomer.transferBody("nobody@example.com", "1.00")))
                .isProblem(422, "unknown-recipient");
        assertThat(ana.post(TestCustomer.transferBody(UUID.randomUUID().toString(), "1.00")))
                .isProblem(422, "unknown-recipient");
        assertThat(ana.transfer(bia, "1.00")).isProblem(422, "recipient-not-active");

        bank.customers().set(bia.id(), "deleted");
        assertThat(ana.transfer(bia, "1.00")).isProblem(422, "unknown-recipient");
        assertThat(ana.rows()).isEqualTo(1);
        assertThat(ana.balance()).isEqualTo("100.00");
    }

    @Test
    void reportsContradictoryFields() {
        String id = bia.id().toString();

        assertThat(ana.post(TestCustomer.body("transfer", "1.00")))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/recipientId");
        assertThat(ana.post("""
                {"type": "transfer", "amount": 1, "recipientId": "%s", "recipientEmail": "bia@example.com"}""".formatted(id))).hasViolationsAt("#/recipientId");
        assertThat(ana.post("""
                {"type": "debit", "amount": 1, "recipientId": "%s"}""".formatted(id))).hasViolationsAt("#/recipientId");
        assertThat(ana.post("""
                {"type": "credit", "amount": 1, "recipientEmail": "bia@example.com", "capture": true}""")).hasViolationsAt("#/recipientEmail", "#/capture");
        assertThat(ana.post(TestCustomer.transferBody("bia@", "1.00"))).isProblem(422, "unknown-recipient");
    }

    @Test
    void replaysATransfer() {
        String transfer = TestCustomer.transferBody(bia.id().toString(), "30.00");
        Answer first = ana.post(transfer, "rent");

        // the answer of a replay does not depend on the recipient's current status
        bank.customers().set(bia.id(), "suspended");
        Answer again = ana.post(transfer, "rent");

        assertThat(again).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(ana.post(TestCustomer.transferBody(bia.id().toString(), "30.01"), "rent"))
                .isProblem(422, "key-reused");
        assertThat(bia.balance()).isEqualTo("30.00");
    }

    @Test
    void letsOnlyTheRecipientReverse() {
        String debit = ana.transfer(bia, "30.00").json().getString("id");
        String credit = TestCustomer.texts(bia.history(""), "id").getFirst();

        assertThat(ana.reverse(debit, "{}")).isProblem(403, "not-the-recipient");
        assertThat(bia.reverse(credit, "{\"amount\": 10.00}")).hasStatus(201);
        assertThat(ana.balance()).isEqualTo("80.00");
        assertThat(bank.admin().reverse(debit, "{}")).hasStatus(201);

        assertThat(ana.balance()).isEqualTo("100.00");
        assertThat(bia.balance()).isEqualTo("0.00");
        assertThat(bia.reverse(credit, "{}")).isProblem(409, "already-reversed");
    }

    @Test
    void movesAHeldTransferWhenItIsCaptured() {
        String held = hold("30.00");
        assertThat(bia.balance()).isEqualTo("0.00");

        assertThat(ana.capture(held, "{\"amount\": 12.50}")).hasStatus(200);

        assertThat(ana.balance()).isEqualTo("87.50");
        assertThat(bia.balance()).isEqualTo("12.50");
    }

    @Test
    void refusesACaptureForADeletedRecipient() {
        String held = hold("30.00");
        bank.customers().set(bia.id(), "deleted");

        assertThat(ana.capture(held, "{}")).isProblem(422, "unknown-recipient");

        assertThat(ana.held()).isEqualTo("30.00");
        assertThat(ana.release(held)).hasStatus(200);
        assertThat(ana.capture(held, "{}")).isProblem(409, "hold-ended");
    }

    @Test
    void keepsItsServiceTokenUntilShortlyBeforeExpiryOrRefusal() {
        try (Bank own = Bank.open()) {
            TestCustomer sender = own.customerWith("10.00");
            TestCustomer recipient = own.customer();
            for (int time = 0; time < 3; time++) {
                assertThat(sender.transfer(recipient, "1.00")).hasStatus(201);
            }
            assertThat(own.customers().calls().tokensOfLookups()).hasSize(1);

            own.customers().withdrawServiceTokens();
            assertThat(sender.transfer(recipient, "1.00")).hasStatus(201);
            assertThat(own.customers().calls().tokensOfLookups()).hasSize(2);

            own.clock().advance(Duration.ofMinutes(14));
            TestCustomer later = own.with(sender.id(), "write:transactions", "read:transactions");
            assertThat(later.transfer(recipient, "1.00")).hasStatus(201);
            assertThat(own.customers().calls().tokensOfLookups()).hasSize(3);
        }
    }

    @Test
    void transfersBetweenKnownCustomersDuringAnOutage() {
        try (Bank own = Bank.open()) {
            TestCustomer sender = own.customerWith("10.00");
            TestCustomer recipient = own.customerWith("1.00");
            String held = sender.post("""
                    {"type": "transfer", "amount": 1, "recipientId": "%s", "capture": false}""".formatted(recipient.id())).json().getString("id");
            own.clock().advance(Duration.ofMinutes(6)); // the statuses of both in memory are stale

            own.customers().setMood(CustomersDouble.Mood.DOWN);
            TestCustomer later = own.with(sender.id(), "write:transactions", "read:transactions");

            assertThat(later.transfer(recipient, "2.00")).hasStatus(201);
            assertThat(later.capture(held, "{}")).hasStatus(200);
            assertThat(later.balance()).isEqualTo("7.00");
        }
    }

    @Test
    void defersATransferToAnUnknownRecipientDuringAnOutage() {
        try (Bank own = Bank.open()) {
            TestCustomer sender = own.customerWith("10.00");
            TestCustomer stranger = own.customer();
            TestCustomer named = own.customer();
            own.customers().address(named.id(), "named@example.com");
            String byEmail = TestCustomer.transferBody("named@example.com", "1.00");
            assertThat(sender.post(byEmail, "done")).hasStatus(201);

            own.customers().setMood(CustomersDouble.Mood.FAILING);

            String byId = TestCustomer.transferBody(stranger.id().toString(), "1.00");
            assertThat(sender.post(byId, "new")).hasStatus(202);
            assertThat(sender.post(byEmail, "another")).hasStatus(202);
            assertThat(sender.post(byEmail, "done")).hasStatus(201);
            own.customers().setMood(CustomersDouble.Mood.WELL);
            Awaitility.await().until(() -> sender.post(byId, "new").status() == 201);
            Awaitility.await().until(() -> sender.post(byEmail, "another").status() == 201);
            assertThat(stranger.balance()).isEqualTo("1.00");
            assertThat(named.balance()).isEqualTo("2.00");
        }
    }

    private String hold(String amount) {
        return ana.post("""
                {"type": "transfer", "amount": %s, "recipientId": "%s", "capture": false}""".formatted(amount, bia.id())).json().getString("id");
    }
}
