package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Customers list their transactions. */
@Slow
class HistoryTest {

    private final Bank bank = Bank.shared();

    @Test
    void combinesFilters() {
        TestCustomer ana = bank.customerWith("10.00");
        ana.credit("20.00");
        ana.debit("5.00");
        ana.debit("500.00");

        assertThat(ana.amounts("")).containsExactly("500.00", "5.00", "20.00", "10.00");
        assertThat(ana.amounts("?type=debit")).containsExactly("500.00", "5.00");
        assertThat(ana.amounts("?type=debit&status=completed")).containsExactly("5.00");
        assertThat(ana.amounts("?minAmount=10&maxAmount=20")).containsExactly("20.00", "10.00");
        assertThat(ana.amounts("?type=credit&minAmount=10.01")).containsExactly("20.00");
    }

    @Test
    void findsTheSameTextInEitherUnicodeForm() {
        TestCustomer ana = bank.customer();
        ana.post("{\"type\": \"credit\", \"amount\": 1, \"description\": \"Caf\u00E9 Central\"}");
        ana.post("{\"type\": \"credit\", \"amount\": 2, \"description\": \"Cafe\u0301 do Porto\"}");

        assertThat(ana.amounts("?q=caf%C3%A9")).containsExactly("2.00", "1.00");
        assertThat(ana.amounts("?q=cafe%CC%81")).containsExactly("2.00", "1.00");
        assertThat(ana.amounts("?q=cafe")).isEmpty();
    }

    @Test
    void findsTheWordsOfADescription() {
        TestCustomer ana = bank.customer();
        ana.post("{\"type\": \"credit\", \"amount\": 1, \"description\": \"Rent of March, paid\"}");
        ana.post("{\"type\": \"credit\", \"amount\": 2, \"description\": \"Rent of April\"}");
        ana.credit("3.00");

        assertThat(ana.amounts("?q=rent")).containsExactly("2.00", "1.00");
        assertThat(ana.amounts("?q=MARCH+rent")).containsExactly("1.00");
        assertThat(ana.amounts("?q=rent&minAmount=2")).containsExactly("2.00");
        assertThat(ana.amounts("?q=')%20OR%201=1")).isEmpty();
        assertThat(bank.customer().amounts("?q=rent")).isEmpty();
    }

    @Test
    void includesFromAndExcludesTo() {
        try (Bank own = Bank.open()) {
            TestCustomer ana = own.customer();
            Instant first = Instant.parse(ana.credit("1.00").json().getString("createdAt"));
            own.advance(Duration.ofMinutes(1));
            Instant second = Instant.parse(ana.credit("2.00").json().getString("createdAt"));

            assertThat(ana.amounts("?from=" + first + "&to=" + second)).containsExactly("1.00");
            assertThat(ana.amounts("?from=" + second)).containsExactly("2.00");
            assertThat(ana.amounts("?from=2000-01-01&to=2000-01-02")).isEmpty();
        }
    }

    @Test
    void pagesThroughEveryRowOnceWhileNewOnesArrive() {
        TestCustomer ana = bank.customer();
        for (int i = 1; i <= 7; i++) {
            ana.credit(i + ".00");
        }

        List<String> walked = new ArrayList<>();
        String query = "?limit=3&type=credit";
        while (query != null) {
            Answer page = ana.history(query);
            walked.addAll(TestCustomer.texts(page, "amount"));
            ana.credit("99.00");
            JsonObject json = page.json();
            query = json.getBoolean("hasMore") ? "?limit=3&cursor=" + json.getString("nextCursor") : null;
        }

        assertThat(walked).containsExactly("7.00", "6.00", "5.00", "4.00", "3.00", "2.00", "1.00");
    }

    @Test
    void keepsTheFiltersOfACursor() {
        TestCustomer ana = bank.customerWith("1.00");
        ana.debit("1.00");
        ana.credit("2.00");
        String cursor = ana.history("?limit=1&type=credit").json().getString("nextCursor");

        assertThat(ana.amounts("?cursor=" + cursor)).containsExactly("1.00");
        assertThat(ana.history("?cursor=" + cursor + "&type=debit"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/cursor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=x",
                "type=gift",
                "from=yesterday",
                "minAmount=0.001",
                "maxAmount=1e999999999",
                "what=1",
                "cursor=x"
            })
    void refusesAnInvalidQuery(String query) {
        Answer answer = bank.customer().history("?" + query);

        assertThat(answer)
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/" + query.substring(0, query.indexOf('=')));
    }

    @Test
    void hidesInternalsWhenACursorIsForged() {
        String forged =
                Base64.getUrlEncoder().encodeToString("[{\"type\":\"x\"},\"1\"]".getBytes(StandardCharsets.UTF_8));

        Answer answer = bank.customer().history("?cursor=" + forged.replace("=", ""));

        assertThat(answer).isProblem(400, "invalid-request").hasViolationsAt("query/cursor");
        assertThat(answer.body()).doesNotContain("io.loomi");
    }

    @Test
    void showsCustomersOnlyTheirOwnTransactions() {
        TestCustomer ana = bank.customerWith("1.00");
        TestCustomer bia = bank.customer();
        String id = ana.history("").json().getJsonArray("data").getJsonObject(0).getString("id");

        assertThat(bia.transaction(id)).isProblem(404, "not-found");
        assertThat(bia.transaction(UUID.randomUUID().toString())).isProblem(404, "not-found");
        assertThat(bia.history("?userId=" + ana.id())).isProblem(403, "not-yours");
        assertThat(ana.history("?userId=" + ana.id())).hasStatus(200);
    }

    @Test
    void showsAdministratorsEveryTransaction() {
        TestCustomer ana = bank.customerWith("1.00");
        TestCustomer admin = bank.admin();
        String id = ana.history("").json().getJsonArray("data").getJsonObject(0).getString("id");

        assertThat(admin.transaction(id)).hasStatus(200);
        assertThat(admin.amounts("?userId=" + ana.id())).containsExactly("1.00");
        assertThat(admin.amounts("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=1&limit=abc",
                "limit=1&limit=1",
                "type=credit&type=debit",
                "from=2026-01-01&from=2026-01-01",
                "q=a&q=b"
            })
    void refusesADuplicateParameter(String query) {
        assertThat(bank.customer().history("?" + query))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/" + query.substring(0, query.indexOf('=')));
    }
}
