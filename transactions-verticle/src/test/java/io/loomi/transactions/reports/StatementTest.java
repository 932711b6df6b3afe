package io.loomi.transactions.reports;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.parsing.StrictJson;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.Bank;
import io.loomi.transactions.TestCustomer;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Customers read the movements of a period. */
@Slow
class StatementTest {

    private final Bank bank = Bank.shared();

    @Test
    void leadsFromTheOpeningToTheClosingBalance() {
        try (Bank own = Bank.open()) {
            TestCustomer ana = own.customerWith("100.00");
            own.advance(Duration.ofSeconds(10));
            Instant from = own.clock().instant();
            ana.debit("30.00");
            ana.debit("1000.00"); // fails, and moves nothing
            ana.capture(ana.hold("20.00"), "{\"amount\": 12.50}");
            ana.hold("5.00"); // moves nothing yet
            own.advance(Duration.ofSeconds(10));
            Instant to = own.clock().instant();
            ana.credit("7.00");

            Map<?, ?> statement = json(statement(ana, "?from=" + from + "&to=" + to));

            assertThat(statement.get("openingBalance")).hasToString("100.00");
            assertThat(column(statement, "amount")).containsExactly("30.00", "12.50");
            assertThat(column(statement, "balance")).containsExactly("70.00", "57.50");
            assertThat(column(statement, "sequence")).containsExactly("2", "3");
            assertThat(statement.get("closingBalance")).hasToString("57.50");
            assertThat(json(statement(ana, "?from=" + to)).get("openingBalance"))
                    .hasToString("57.50");
        }
    }

    @Test
    void setsTheVaryHeader() {
        try (Bank open = Bank.openWith(Map.of("CORS_ORIGINS", "https://bank.example"))) {
            assertThat(statement(open.customer(), "")).hasHeader("Vary", "Origin, Accept");
        }
        assertThat(statement(bank.customer(), "")).hasHeader("Vary", "Accept");
    }

    @Test
    void includesItsStartAndExcludesItsEnd() {
        TestCustomer ana = bank.customer();
        String first = ana.credit("1.00").json().getString("completedAt");
        String second = ana.credit("2.00").json().getString("completedAt");

        assertThat(column(json(statement(ana, "?from=" + first + "&to=" + second)), "amount"))
                .containsExactly("1.00");
    }

    @Test
    void coversTheMonthOfItsEndByDefault() {
        TestCustomer ana = bank.customerWith("1.00");

        Map<?, ?> january = json(statement(ana, "?to=2026-02-01"));
        assertThat(january.get("from")).hasToString("2026-01-01T00:00:00Z");
        assertThat(january.get("to")).hasToString("2026-02-01T00:00:00Z");
        assertThat(column(json(statement(ana, "")), "amount")).containsExactly("1.00");
    }

    @Test
    void isEmptyForAnAccountWithoutMovements() {
        Map<?, ?> statement = json(statement(bank.customer(), ""));

        assertThat(statement.get("openingBalance")).hasToString("0.00");
        assertThat((List<?>) statement.get("lines")).isEmpty();
        assertThat(statement.get("closingBalance")).hasToString("0.00");
    }

    @Test
    void isACsvTable() {
        TestCustomer ana = bank.customer();
        ana.post("""
            {"type": "credit", "amount": 10, "description": "Salary, \\"January\\""}\
            """);
        ana.post("""
            {"type": "debit", "amount": 2.5, "description": "=HYPERLINK(\\"http://example.com\\")"}\
            """);

        Answer answer = asked(ana, "?from=2026-01-01&to=2999-01-01")
                .header("Accept", "text/csv")
                .send();

        assertThat(answer)
                .hasStatus(200)
                .hasHeader("Content-Type", "text/csv; charset=utf-8; header=present")
                .hasHeader("Content-Disposition", "attachment; filename=\"statement.csv\"");
        List<String> rows = List.of(answer.body().split("\r\n"));
        assertThat(rows).hasSize(5);
        assertThat(rows.get(0)).isEqualTo("sequence,id,type,amount,description,createdAt,balance");
        assertThat(rows.get(1)).isEqualTo(",,opening balance,,,2026-01-01T00:00:00Z,0.00");
        assertThat(rows.get(2)).startsWith("1,").contains(",credit,10.00,\"Salary, \"\"January\"\"\",");
        assertThat(rows.get(3))
                .contains(",\"'=HYPERLINK(\"\"http://example.com\"\")\",")
                .endsWith(",7.50");
        assertThat(rows.get(4)).isEqualTo(",,closing balance,,,2999-01-01T00:00:00Z,7.50");
    }

    @Test
    void isWrittenInThePreferredMediaType() {
        TestCustomer ana = bank.customer();

        assertThat(asked(ana, "")
                        .header("Accept", "text/csv;q=0.5, application/json")
                        .send())
                .hasHeader("Content-Type", "application/json");
        assertThat(asked(ana, "")
                        .header("Accept", "text/*, application/json;q=0.9")
                        .send())
                .hasHeader("Content-Type", "text/csv; charset=utf-8; header=present");
        assertThat(asked(ana, "").header("Accept", "*/*").send()).hasHeader("Content-Type", "application/json");
        assertThat(asked(ana, "").header("Accept", "text/html").send()).isProblem(406, "not-acceptable");
    }

    @Test
    void refusesInvalidPeriods() {
        TestCustomer ana = bank.customer();

        assertThat(statement(ana, "?from=2026-02-01&to=2026-01-31")).isProblem(422, "invalid-period");
        assertThat(statement(ana, "?from=2024-01-01&to=2025-01-02")).isProblem(422, "period-too-long");
        assertThat(statement(ana, "?from=2024-01-01&to=2025-01-01")).hasStatus(200); // a leap year
        assertThat(asked(ana, "?from=2024-01-01&to=2025-01-02")
                        .header("Accept", "text/csv")
                        .send())
                .hasStatus(200);
        assertThat(statement(ana, "?from=yesterday"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/from");
    }

    static Answer statement(TestCustomer customer, String query) {
        return asked(customer, query).send();
    }

    private static io.loomi.common.testing.ContractClient.Call asked(TestCustomer customer, String query) {
        return customer.api().get("/api/reports/statement" + query).as(customer.token());
    }

    static Map<?, ?> json(Answer answer) {
        assertThat(answer).hasStatus(200);
        return (Map<?, ?>) StrictJson.read(Buffer.buffer(answer.body()));
    }

    private static List<String> column(Map<?, ?> statement, String field) {
        return ((List<?>) statement.get("lines"))
                .stream()
                        .map(line -> String.valueOf(((Map<?, ?>) line).get(field)))
                        .toList();
    }
}
