package io.loomi.transactions.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.transactions.Bank;
import io.loomi.transactions.TestCustomer;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Runs each operation at the bank and in the model. */
final class ModelledBank {

    private static final int EXCEPTION = 5;
    private static final String NOTHING = "nothing to do";

    private final List<TestCustomer> customers;
    private final LedgerModel model;
    private final List<Sent> sent = new ArrayList<>();
    private String expected = "";

    private record Sent(TestCustomer customer, String body, String key, Answer answer) {}

    ModelledBank(Bank bank, int customers) {
        this.customers = Stream.generate(bank::customer).limit(customers).toList();
        this.model = new LedgerModel(customers);
    }

    /** The model's result of the last operation. */
    String expected() {
        return expected;
    }

    /** Runs an operation at the bank and in the model; returns the bank's answer. */
    String answer(Operation operation) {
        int before = model.entries().size();
        String answer = apply(operation);
        model.entries().stream()
                .skip(before)
                .forEach(entry ->
                        entry.id = TestCustomer.texts(customers.get(entry.owner).history("?limit=1"), "id")
                                .getFirst());
        return answer;
    }

    private String apply(Operation operation) {
        return switch (operation) {
            case Operation.Credit(int customer, BigDecimal amount) -> {
                expected = model.credit(customer, amount);
                yield post(customer, TestCustomer.body("credit", amount.toPlainString()));
            }
            case Operation.Debit(int customer, BigDecimal amount, boolean held) -> {
                expected = model.debit(customer, amount, held);
                yield post(customer, """
                        {"type": "debit", "amount": %s, "capture": %s}""".formatted(amount, !held));
            }
            case Operation.Transfer(int customer, int recipient, BigDecimal amount, boolean held) -> {
                expected = model.transfer(customer, recipient, amount, held);
                yield post(
                        customer, """
                        {"type": "transfer", "amount": %s, "recipientId": "%s", "capture": %s}""".formatted(amount, customers.get(recipient).id(), !held));
            }
            case Operation.Capture(int number, boolean stranger, BigDecimal amount) ->
                act(
                        pick(number, entry -> entry.hold),
                        stranger,
                        (customer, entry) -> model.capture(customer, entry, amount),
                        (customer, id) -> customer.capture(id, json(amount)));
            case Operation.Void(int number, boolean stranger) ->
                act(pick(number, entry -> entry.hold), stranger, model::release, TestCustomer::release);
            case Operation.Reversal(int number, boolean stranger, BigDecimal amount) ->
                act(
                        pick(number, entry -> entry.credit || !entry.isTransfer()),
                        stranger,
                        (customer, entry) -> model.reverse(customer, entry, amount),
                        (customer, id) -> customer.reverse(id, json(amount)));
            case Operation.Repetition(int number) -> repeat(number);
        };
    }

    private static String json(BigDecimal amount) {
        return amount == null ? "{}" : "{\"amount\": %s}".formatted(amount);
    }

    private String post(int customer, String body) {
        String key = "key-" + sent.size();
        Answer answer = customers.get(customer).post(body, key);
        sent.add(new Sent(customers.get(customer), body, key, answer));
        return outcome(answer);
    }

    /** Picks an entry on which the operation may succeed, or sometimes any other entry. */
    private Optional<ModelEntry> pick(int number, Predicate<ModelEntry> kind) {
        List<ModelEntry> fit = number % EXCEPTION == 0
                ? model.entries()
                : model.entries().stream().filter(kind).toList();
        return fit.isEmpty() ? Optional.empty() : Optional.of(fit.get(number % fit.size()));
    }

    private String act(
            Optional<ModelEntry> picked,
            boolean stranger,
            BiFunction<Integer, ModelEntry, String> inModel,
            BiFunction<TestCustomer, String, Answer> atBank) {
        if (picked.isEmpty()) {
            expected = NOTHING;
            return NOTHING;
        }
        ModelEntry entry = picked.get();
        int customer = stranger ? (entry.owner + 1) % customers.size() : entry.owner;
        expected = inModel.apply(customer, entry);
        return outcome(atBank.apply(customers.get(customer), entry.id));
    }

    /** A recorded request is replayed. A transfer to oneself is not recorded, and is refused again. */
    private String repeat(int number) {
        if (sent.isEmpty()) {
            expected = NOTHING;
            return NOTHING;
        }
        Sent first = sent.get(number % sent.size());
        expected = outcome(first.answer());
        Answer again = first.customer().post(first.body(), first.key());
        assertThat(again.headers().firstValue("Idempotency-Replayed").isPresent())
                .isEqualTo(!expected.endsWith("transfer-to-oneself"));
        assertThat(again.json().getString("id")).isEqualTo(first.answer().json().getString("id"));
        return outcome(again);
    }

    private static String outcome(Answer answer) {
        JsonObject json = answer.json();
        return answer.status()
                + (answer.status() < 400 ? "" : " " + json.getString("type").replace("urn:loomi:problem:", ""));
    }

    void assertSameAccounts() {
        for (int i = 0; i < customers.size(); i++) {
            ModelAccount account = model.account(i);
            assertThat(customers.get(i).balance()).isEqualTo(account.balance.toPlainString());
            assertThat(customers.get(i).held()).isEqualTo(account.held.toPlainString());
            assertThat(linesOf(customers.get(i))).isEqualTo(account.lines);
            assertThat(statementOf(customers.get(i))).isEqualTo(account.lines);
        }
    }

    /** The completed transactions of a customer by sequence, which must be 1, 2, 3 and so on. */
    private static List<ModelAccount.Line> linesOf(TestCustomer customer) {
        List<JsonObject> moved = customer.history("?status=completed&limit=100").json().getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .sorted(Comparator.comparing(row -> row.getLong("sequence")))
                .toList();
        assertThat(moved).extracting(row -> row.getInteger("sequence")).containsExactlyElementsOf(upTo(moved.size()));
        return moved.stream()
                .map(row -> new ModelAccount.Line(
                        row.getString("type").equals("credit"),
                        exact(row, row.containsKey("capturedAmount") ? "capturedAmount" : "amount"),
                        exact(row, "balanceAfter")))
                .toList();
    }

    private static List<ModelAccount.Line> statementOf(TestCustomer customer) {
        JsonObject statement = customer.api()
                .get("/api/reports/statement")
                .as(customer.token())
                .send()
                .json();
        List<ModelAccount.Line> lines = statement.getJsonArray("lines").stream()
                .map(JsonObject.class::cast)
                .map(line -> new ModelAccount.Line(
                        line.getString("type").equals("credit"), exact(line, "amount"), exact(line, "balance")))
                .toList();
        assertThat(exact(statement, "openingBalance")).isZero();
        assertThat(exact(statement, "closingBalance"))
                .isEqualTo(
                        lines.isEmpty()
                                ? exact(statement, "openingBalance")
                                : lines.getLast().balance());
        return lines;
    }

    private static List<Integer> upTo(int size) {
        return Stream.iterate(1, n -> n + 1).limit(size).toList();
    }

    private static BigDecimal exact(JsonObject row, String field) {
        return new BigDecimal(String.valueOf(row.getValue(field))).setScale(2);
    }
}
