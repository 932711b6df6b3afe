package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Customers move money. */
@Slow
class PostingTest {

    private final Bank bank = Bank.shared();

    @Test
    void creditsAnAccountAndShowsTheTransaction() {
        TestCustomer ana = bank.customer();

        Answer answer = ana.post("{\"type\": \"credit\", \"amount\": 100.5, \"description\": \"Salary\"}");

        assertThat(answer).hasStatus(201);
        assertThat(answer.body()).contains("\"amount\":100.50,", "\"balanceAfter\":100.50,", "\"sequence\":1,");
        assertThat(answer.header("Location"))
                .isEqualTo("/api/transactions/" + answer.json().getString("id"));
        assertThat(ana.transaction(answer.json().getString("id")).json()).isEqualTo(answer.json());
        assertThat(ana.balance()).isEqualTo("100.50");
    }

    @Test
    void refusesAnOverdraftAndRecordsTheFailure() {
        TestCustomer ana = bank.customerWith("100.00");

        assertThat(ana.debit("100.01")).isProblem(422, "insufficient-funds");

        assertThat(ana.balance()).isEqualTo("100.00");
        assertThat(TestCustomer.texts(ana.history("?status=failed"), "failureReason"))
                .containsExactly("insufficient-funds");
        assertThat(ana.debit("100.00")).hasStatus(201);
        assertThat(ana.balance()).isEqualTo("0.00");
    }

    @Test
    void neverOverdrawsUnderConcurrency() {
        TestCustomer ana = bank.customerWith("10.00");

        List<Answer> answers = concurrently(40, _ -> ana.debit("1.00"));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(10);
        assertThat(answers.stream().filter(answer -> answer.status() == 422)).hasSize(30);
        assertThat(ana.balance()).isEqualTo("0.00");
        assertThat(TestCustomer.texts(ana.history("?limit=100&status=completed"), "sequence"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 11)
                        .mapToObj(sequence -> String.valueOf(12 - sequence))
                        .toList());
    }

    @Test
    void replaysTheFirstAnswer() {
        TestCustomer ana = bank.customer();
        String body = TestCustomer.body("credit", "7.00");

        Answer first = ana.post(body, "key-1");
        Answer again = ana.post(body, "\"key-1\"");

        assertThat(again).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(ana.balance()).isEqualTo("7.00");
    }

    @Test
    void replaysAnOverdraftEvenAfterACredit() {
        TestCustomer ana = bank.customer();
        Answer first = ana.post(TestCustomer.body("debit", "5.00"), "overdraft");
        ana.credit("100.00");

        Answer again = ana.post(TestCustomer.body("debit", "5.00"), "overdraft");

        assertThat(again).isProblem(422, "insufficient-funds").hasHeader("Idempotency-Replayed", "true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(ana.balance()).isEqualTo("100.00");
    }

    @Test
    void refusesAKeyUsedForADifferentRequest() {
        TestCustomer ana = bank.customer();
        ana.post(TestCustomer.body("credit", "7.00"), "key-2");

        assertThat(ana.post(TestCustomer.body("credit", "8.00"), "key-2")).isProblem(422, "key-reused");
        assertThat(ana.balance()).isEqualTo("7.00");
    }

    @Test
    void keepsTheKeysOfTwoCustomersSeparate() {
        TestCustomer ana = bank.customer();
        TestCustomer bia = bank.customer();

        ana.post(TestCustomer.body("credit", "1.00"), "same");
        bia.post(TestCustomer.body("credit", "2.00"), "same");

        assertThat(ana.balance()).isEqualTo("1.00");
        assertThat(bia.balance()).isEqualTo("2.00");
    }

    @Test
    void postsConcurrentDuplicatesOnce() {
        TestCustomer ana = bank.customer();

        List<Answer> answers = concurrently(20, _ -> ana.post(TestCustomer.body("credit", "3.00"), "storm"));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        assertThat(ana.rows()).isEqualTo(1);
        assertThat(ana.balance()).isEqualTo("3.00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-1", "0.001", "100000000", "1e400", "1e999999999", "\"100\"", "null", "true", "[]", "1.005"
            })
    void refusesInvalidAmounts(String amount) {
        TestCustomer ana = bank.customer();

        assertThat(ana.post(TestCustomer.body("credit", amount)))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/amount");
        assertThat(ana.rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "NaN", "{\"type\": \"credit\", \"amount\": NaN}", "{\"amount\": 1, \"amount\": 2}", ""})
    void refusesInvalidJson(String body) {
        TestCustomer ana = bank.customer();

        assertThat(ana.post(body)).isProblem(400, "invalid-request").hasViolationsAt("#");
        assertThat(ana.rows()).isZero();
    }

    @Test
    void refusesReadOnlyFields() {
        TestCustomer ana = bank.customer();

        assertThat(ana.post("""
                        {"type": "credit", "amount": 1, "id": "x", "status": "completed", "balance": 9, "userId": "y"}"""))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/id", "#/status", "#/balance", "#/userId");
        assertThat(ana.rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud800", "\\udc00x"})
    void refusesInvalidCharacters(String text) {
        assertThat(bank.customer()
                        .post("{\"type\": \"credit\", \"amount\": 1, \"description\": \"%s\"}".formatted(text)))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("#/description");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0001", "\\t", "\\n", "\\u001b", "\u007f", "\u0085", "\u009f"})
    void refusesControlCharactersInADescription(String character) {
        TestCustomer ana = bank.customer();
        String text = "{\"type\": \"credit\", \"amount\": 1, \"description\": \"a%sb\"}".formatted(character);

        assertThat(ana.post(text)).isProblem(400, "invalid-request").hasViolationsAt("#/description");
        assertThat(ana.rows()).isZero();
    }

    @Test
    void returnsTextByteForByte() {
        String text = "Caf\u00e9 \uD83D\uDE00 \u05E9\u05DC\u05D5\u05DD \u200F";

        Answer answer =
                bank.customer().post("{\"type\": \"credit\", \"amount\": 1, \"description\": \"%s\"}".formatted(text));

        assertThat(answer.body().getBytes(StandardCharsets.UTF_8))
                .containsSequence(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\"\""})
    void refusesAnEmptyKey(String key) {
        assertThat(bank.customer().posting().header("Idempotency-Key", key).json(TestCustomer.body("credit", "1")))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("header/Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "second"})
    void refusesTwoKeys(String second) {
        TestCustomer ana = bank.customer();

        assertThat(ana.posting()
                        .header("Idempotency-Key", "first")
                        .header("Idempotency-Key", second)
                        .json(TestCustomer.body("credit", "1")))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("header/Idempotency-Key");
        assertThat(ana.rows()).isZero();
    }

    @Test
    void showsAnEmptyAccountBeforeTheFirstTransaction() {
        Answer account = bank.customer().account();

        assertThat(account.body())
                .contains("\"balance\":0.00,\"held\":0.00,\"available\":0.00,\"currency\":\"BRL\",\"updatedAt\":null");
    }

    private static List<Answer> concurrently(int times, IntFunction<Answer> request) {
        List<CompletableFuture<Answer>> requests = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                int number = i;
                requests.add(CompletableFuture.supplyAsync(() -> request.apply(number), threads));
            }
        }
        return requests.stream().map(CompletableFuture::join).toList();
    }
}
