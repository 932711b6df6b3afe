package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.services.HistoryService;
import io.loomi.transactions.services.ReversalService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Actions of administrators on other customers' accounts are recorded and logged, and their idempotency keys are
 * separate from those of the owners.
 */
@Slow
class AdministratorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String KEY = "Idempotency-Key";

    private final Bank bank = Bank.shared();
    private final TestCustomer ana = bank.customerWith("10.00");
    private final TestCustomer admin = bank.admin();

    @Test
    void isNamedInTheirReversalsOnlyToAdministrators() {
        String debit = ana.debit("8.00").json().getString("id");

        Answer reversed = admin.reverse(debit, "{\"amount\": 5.00}");

        assertThat(reversed).hasStatus(201);
        String id = reversed.json().getString("id");
        String actedBy = "\"actedBy\":\"" + admin.id() + "\"";
        assertThat(reversed.body()).contains("\"byAdministrator\":true", actedBy);
        assertThat(bank.admin().transaction(id).body()).contains(actedBy);
        assertThat(ana.transaction(id).body())
                .contains("\"byAdministrator\":true")
                .doesNotContain("actedBy");
        assertThat(ana.reverse(debit, "{}").body()).doesNotContain("byAdministrator", "actedBy");
    }

    @Test
    void isNamedOnBothSidesOfATransfer() {
        TestCustomer bia = bank.customer();
        String transfer = ana.transfer(bia, "4.00").json().getString("id");

        assertThat(admin.reverse(transfer, "{}")).hasStatus(201);

        for (TestCustomer side : List.of(ana, bia)) {
            String newest = admin.history("?limit=1&userId=" + side.id()).body();
            assertThat(newest).contains("\"actedBy\":\"" + admin.id() + "\"");
        }
    }

    @Test
    void hasKeysSeparateFromThoseOfTheOwnerAndOfOtherAdministrators() {
        String debit = ana.debit("8.00").json().getString("id");
        String one = "{\"amount\": 1}";

        Answer first = admin.on(debit, "reversal").header(KEY, "k").json(one);
        Answer again = admin.on(debit, "reversal").header(KEY, "k").json(one);

        assertThat(again).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
        assertThat(again.body()).isEqualTo(first.body());
        List<Answer> others = new ArrayList<>();
        others.add(ana.on(debit, "reversal").header(KEY, "k").json(one));
        others.add(bank.admin().on(debit, "reversal").header(KEY, "k").json(one));
        assertThat(others).allSatisfy(other -> {
            assertThat(other).hasStatus(201);
            assertThat(other.headers().map()).doesNotContainKey("idempotency-replayed");
            assertThat(other.json().getString("id")).isNotEqualTo(first.json().getString("id"));
        });
        assertThat(admin.on(debit, "reversal").header(KEY, "k").json("{}")).isProblem(422, "key-reused");
        assertThat(ana.balance()).isEqualTo("5.00");
    }

    @Test
    void getsAReplayAfterTheOwnerWasErased() {
        try (Bank own = Bank.open()) {
            TestCustomer leaver = own.customer();
            String credit = leaver.post("{\"type\": \"credit\", \"amount\": 10, \"description\": \"words\"}", "k")
                    .json()
                    .getString("id");
            TestCustomer support = own.admin();
            String part = "{\"amount\": 4, \"description\": \"a mistake\"}";
            Answer first = support.on(credit, "reversal").header(KEY, "k").json(part);
            assertThat(first).hasStatus(201);

            own.customers().erase(leaver.id());
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() ->
                            !support.history("?userId=" + leaver.id()).body().contains("words"));

            Answer again = support.on(credit, "reversal").header(KEY, "k").json(part);
            assertThat(again).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
            assertThat(again.json().getString("id")).isEqualTo(first.json().getString("id"));
            assertThat(again.body()).doesNotContain("a mistake");
            assertThat(support.on(credit, "reversal").header(KEY, "k").json("{\"amount\": 5}"))
                    .isProblem(422, "key-reused");
            assertThat(support.amounts("?userId=" + leaver.id())).containsExactly("4.00", "10.00");
        }
    }

    @Test
    void getsAReplayEvenIfTheOwnerCanNoLongerReceiveMoney() {
        String debit = ana.debit("8.00").json().getString("id");
        Answer first = admin.on(debit, "reversal").header(KEY, "late").json("{\"amount\": 1}");
        bank.customers().set(ana.id(), "suspended");

        Answer again = admin.on(debit, "reversal").header(KEY, "late").json("{\"amount\": 1}");

        assertThat(again).hasStatus(201).hasHeader("Idempotency-Replayed", "true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(admin.on(debit, "reversal").header(KEY, "later").json("{\"amount\": 1}"))
                .isProblem(422, "recipient-not-active");
    }

    @Test
    void isLoggedWhenTheyReadOrReverseOtherCustomersTransactions() {
        String debit = ana.debit("8.00").json().getString("id");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        List<Logger> loggers = List.of(logger(HistoryService.class), logger(ReversalService.class));
        lines.start();
        loggers.forEach(logger -> {
            logger.setLevel(Level.INFO);
            logger.addAppender(lines);
        });
        try {
            admin.transaction(debit);
            admin.history("?userId=" + ana.id());
            admin.reverse(debit, "{}");
            ana.transaction(debit);
            ana.history("");
        } finally {
            loggers.forEach(logger -> {
                logger.detachAppender(lines);
                logger.setLevel(null);
            });
        }

        assertThat(List.copyOf(lines.list).stream()
                        .filter(line -> String.valueOf(line.getKeyValuePairs())
                                .contains(ana.id().toString()))
                        .filter(line -> String.valueOf(line.getKeyValuePairs())
                                .contains(admin.id().toString()))
                        .map(ILoggingEvent::getMessage))
                .containsExactly(
                        "Administrator read a customer's transactions",
                        "Administrator read a customer's transactions",
                        "Administrator read a customer's transactions",
                        "Administrator reversed a transaction");
    }

    private static Logger logger(Class<?> of) {
        return (Logger) LoggerFactory.getLogger(of);
    }
}
