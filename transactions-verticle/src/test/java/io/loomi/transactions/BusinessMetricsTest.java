package io.loomi.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The metrics of the bank. */
@Slow
class BusinessMetricsTest {

    @Test
    void countsEachTransactionOnceByTypeAndStatus() {
        try (Bank bank = Bank.open()) {
            TestCustomer ana = bank.customerWith("10.00");
            ana.debit("99.00");
            String kept = ana.hold("2.00");
            ana.capture(kept, "{}");
            ana.capture(kept, "{}");
            ana.release(ana.hold("1.00"));

            assertThat(figure(bank, "loomi_transactions_seconds_count", "status=\"completed\",type=\"credit\""))
                    .hasValue(1.0);
            assertThat(figure(bank, "loomi_transactions_seconds_count", "status=\"failed\",type=\"debit\""))
                    .hasValue(1.0);
            assertThat(figure(bank, "loomi_transactions_seconds_count", "status=\"pending\",type=\"debit\""))
                    .hasValue(2.0);
            assertThat(figure(bank, "loomi_holds_ended_total", "action=\"capture\""))
                    .hasValue(1.0);
            assertThat(figure(bank, "loomi_holds_ended_total", "action=\"void\""))
                    .hasValue(1.0);
            assertThat(figure(bank, "loomi_commit_batch_size_count", ""))
                    .hasValueSatisfying(batches -> assertThat(batches).isGreaterThanOrEqualTo(4.0));
            assertThat(figure(bank, "cache_gets_total", "cache=\"tokens\",result=\"hit\""))
                    .hasValueSatisfying(hits -> assertThat(hits).isPositive());
        }
    }

    @Test
    void registersEverySeriesAtZero() {
        try (Bank bank = Bank.open()) {
            for (String type : List.of("credit", "debit")) {
                for (String status : List.of("pending", "completed", "failed")) {
                    String kind = "status=\"%s\",type=\"%s\"".formatted(status, type);
                    assertThat(figure(bank, "loomi_transactions_seconds_count", kind))
                            .hasValue(0.0);
                }
            }
            for (String outcome : List.of("completed", "failed", "held", "postponed")) {
                assertThat(figure(bank, "loomi_deferred_resolved_total", "outcome=\"%s\"".formatted(outcome)))
                        .hasValue(0.0);
            }
        }
    }

    private static Optional<Double> figure(Bank bank, String name, String labels) {
        return bank.api()
                .get("/metrics")
                .send()
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(labels))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst();
    }
}
