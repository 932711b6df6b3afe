package io.loomi.transactions.reports;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.Bank;
import io.loomi.transactions.TestCustomer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Customers read sums and counts by day, week or month. */
@Slow
class SummaryTest {

    @Test
    void countsAndSumsByDayIncludingEmptyDays() {
        try (Bank bank = Bank.open()) {
            TestCustomer before = bank.customerWith("100.00");
            before.debit("30.00");
            before.debit("1000.00");
            String hold = before.hold("10.00");
            before.hold("5.00");
            bank.advance(Duration.ofDays(2));
            TestCustomer ana = bank.with(before.id(), "read:transactions", "write:transactions");
            ana.capture(hold, "{\"amount\": 4.00}");
            ana.credit("1.00");

            Instant today = bank.clock()
                    .instant()
                    .atZone(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.DAYS)
                    .toInstant();
            Instant first = today.minus(Duration.ofDays(2));
            Map<?, ?> summary = StatementTest.json(
                    summary(ana, "?from=" + first + "&to=" + today.plus(Duration.ofDays(1)) + "&groupBy=day"));

            List<?> days = (List<?>) summary.get("periods");
            assertThat(days).hasSize(3);
            assertThat(days.get(0))
                    .hasToString(
                            "{start=%s, credits={count=1, total=100.00}, debits={count=2, total=34.00}, failed=1, pending=1}"
                                    .formatted(first));
            assertThat(days.get(1))
                    .hasToString(
                            "{start=%s, credits={count=0, total=0.00}, debits={count=0, total=0.00}, failed=0, pending=0}"
                                    .formatted(first.plus(Duration.ofDays(1))));
            assertThat(days.get(2)).asString().contains("credits={count=1, total=1.00}");
            assertThat(summary.get("successRate")).hasToString("0.8000");
            // four transactions were completed, one of them after two days
            assertThat(Double.parseDouble(String.valueOf(summary.get("meanProcessingMillis"))))
                    .isBetween(
                            Duration.ofHours(12).toMillis() * 1.0,
                            Duration.ofHours(12).toMillis() + 10_000.0);
        }
    }

    @Test
    void dividesByWeeksFromMondayAndByMonths() {
        TestCustomer ana = Bank.shared().customerWith("1.00");

        assertThat(starts(summary(ana, "?from=2026-01-01&to=2026-01-20&groupBy=week")))
                .containsExactly(
                        "2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z", "2026-01-12T00:00:00Z", "2026-01-19T00:00:00Z");
        assertThat(starts(summary(ana, "?from=2025-12-31&to=2026-02-01&groupBy=month")))
                .containsExactly("2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z");
        assertThat(starts(summary(ana, "?from=2026-01-01&to=2026-01-01"))).isEmpty();
        String week = StatementTest.json(summary(ana, "?groupBy=week")).toString();
        assertThat(week).contains("credits={count=1, total=1.00}");
    }

    @Test
    void hasNoRateWithoutTransactions() {
        Map<?, ?> summary = StatementTest.json(summary(Bank.shared().customer(), ""));

        assertThat(summary.get("successRate")).isNull();
        assertThat(summary.get("meanProcessingMillis")).isNull();
    }

    @Test
    void refusesInvalidPeriods() {
        TestCustomer ana = Bank.shared().customer();

        assertThat(summary(ana, "?from=2026-02-01&to=2026-01-31")).isProblem(422, "invalid-period");
        assertThat(summary(ana, "?from=2024-01-01&to=2025-01-02")).isProblem(422, "period-too-long");
        assertThat(summary(ana, "?groupBy=year"))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/groupBy");
    }

    private static Answer summary(TestCustomer customer, String query) {
        return customer.api()
                .get("/api/reports/summary" + query)
                .as(customer.token())
                .send();
    }

    private static List<String> starts(Answer summary) {
        return ((List<?>) StatementTest.json(summary).get("periods"))
                .stream()
                        .map(part -> String.valueOf(((Map<?, ?>) part).get("start")))
                        .toList();
    }
}
