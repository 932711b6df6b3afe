package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reversals return money, but never more than was moved. */
@Slow
class ReversalTest {

    private final Bank bank = Bank.shared();

    @Test
    void reversesInPartsUntilNothingIsLeft() {
        TestCustomer ana = bank.customerWith("10.00");
        String debit = ana.debit("8.00").json().getString("id");

        Answer first = ana.reverse(debit, "{\"amount\": 5.00, \"description\": \"Refund\"}");

        assertThat(first).hasStatus(201);
        assertThat(first.body()).contains("\"type\":\"credit\"", "\"reversesId\":\"" + debit + "\"");
        assertThat(ana.balance()).isEqualTo("7.00");
        assertThat(ana.reverse(debit, "{\"amount\": 3.01}")).isProblem(422, "exceeds-reversible");
        assertThat(ana.reverse(debit, "{}")).hasStatus(201);
        assertThat(ana.balance()).isEqualTo("10.00");
        assertThat(ana.reverse(debit, "{}")).isProblem(409, "already-reversed");
        assertThat(ana.transaction(debit).body()).contains("\"reversedAmount\":8.00");
    }

    @Test
    void reversesOnceUnderConcurrency() {
        TestCustomer ana = bank.customerWith("10.00");
        String debit = ana.debit("8.00").json().getString("id");

        List<Answer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Answer>> asked = IntStream.range(0, 16)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> ana.reverse(debit, "{}"), threads))
                    .toList();
            answers = asked.stream().map(CompletableFuture::join).toList();
        }

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 409)).hasSize(15);
        assertThat(ana.balance()).isEqualTo("10.00");
    }

    @Test
    void replaysAReversal() {
        TestCustomer ana = bank.customerWith("10.00");
        String debit = ana.debit("8.00").json().getString("id");

        Answer first =
                ana.on(debit, "reversal").header("Idempotency-Key", "undo").json("{\"amount\": 2}");
        Answer again =
                ana.on(debit, "reversal").header("Idempotency-Key", "undo").json("{\"amount\": 2}");

        assertThat(again).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(ana.balance()).isEqualTo("4.00");
        assertThat(ana.on(debit, "reversal").header("Idempotency-Key", "undo").json("{}"))
                .isProblem(422, "key-reused");
    }

    @Test
    void failsIfTheMoneyIsSpent() {
        TestCustomer ana = bank.customer();
        String credit = ana.credit("8.00").json().getString("id");
        ana.debit("8.00");

        assertThat(ana.reverse(credit, "{}")).isProblem(422, "insufficient-funds");
        assertThat(ana.balance()).isEqualTo("0.00");
    }

    @Test
    void reversesNeitherReversalsNorTransactionsOfOthers() {
        TestCustomer ana = bank.customerWith("10.00");
        String debit = ana.debit("8.00").json().getString("id");
        String reversal = ana.reverse(debit, "{}").json().getString("id");

        assertThat(ana.reverse(reversal, "{}")).isProblem(409, "not-reversible");
        assertThat(bank.customer().reverse(debit, "{}")).isProblem(404, "not-found");
        assertThat(bank.admin().reverse(debit, "{}")).isProblem(409, "already-reversed");
    }

    @Test
    void refusesToPayInactiveCustomers() {
        TestCustomer ana = bank.customerWith("10.00");
        TestCustomer bia = bank.customer();
        String debit = ana.transfer(bia, "8.00").json().getString("id");
        String credit = TestCustomer.texts(bia.history(""), "id").getFirst();
        String own = ana.debit("2.00").json().getString("id");
        TestCustomer admin = bank.admin();
        Answer first = reverse(bia, credit);
        bank.customers().set(ana.id(), "suspended");
        assertThat(bia.reverse(credit, "{}")).isProblem(422, "recipient-not-active");
        bank.customers().set(ana.id(), "deleted");

        assertThat(bia.reverse(credit, "{}")).isProblem(422, "unknown-recipient");
        assertThat(admin.reverse(credit, "{}")).isProblem(422, "unknown-recipient");
        assertThat(admin.reverse(debit, "{}")).isProblem(422, "unknown-recipient");
        assertThat(admin.reverse(own, "{}")).isProblem(422, "unknown-recipient");

        assertThat(bia.balance()).isEqualTo("7.00");
        assertThat(reverse(bia, credit)).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
        assertThat(reverse(bia, credit).body()).isEqualTo(first.body());
    }

    @Test
    void takesMoneyFromADeletedCustomer() {
        TestCustomer ana = bank.customerWith("10.00");
        String credit = ana.credit("5.00").json().getString("id");
        bank.customers().set(ana.id(), "deleted");

        assertThat(bank.admin().reverse(credit, "{}")).hasStatus(201);
    }

    private static Answer reverse(TestCustomer customer, String credit) {
        return customer.on(credit, "reversal").header("Idempotency-Key", "back").json("{\"amount\": 1}");
    }
}
