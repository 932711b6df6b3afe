package io.loomi.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.config.TransactionsConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long events stay is a setting. */
@Slow
class EventRetentionSettingTest {

    private static final Map<String, String> REQUIRED = Map.of(
            "DATABASE_URL", "postgresql://transactions@localhost/transactions",
            "REDIS_URL", "redis://localhost",
            "CUSTOMERS_SERVICE_URL", "http://localhost:3001");

    @Test
    void dropsWhatIsOlderAndKeepsTheRest() {
        String database = Bank.newDatabase();
        try (Bank bank = Bank.openWith(Map.of("DATABASE_URL", database))) {
            TestCustomer ana = bank.customerWith("100.00");
            ana.debit("1.00");
            bank.advance(Duration.ofDays(8));
            bank.with(ana.id(), "write:transactions").debit("2.00");
        }

        try (Bank bank = Bank.openWith(Map.of("DATABASE_URL", database, "EVENT_RETENTION", "P7D"))) {
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(bank.api().get("/metrics").send().body())
                                    .containsPattern("(?m)^loomi_events_dropped_total\\{.*} 2\\.0$"));
        }
    }

    @Test
    void isNinetyDaysUnlessSet() {
        assertThat(TransactionsConfig.from(new Settings(REQUIRED)).eventRetention())
                .isEqualTo(Duration.ofDays(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P6D", "PT167H", "P3651D", "-P90D", "90", "P3M"})
    void refusesLessThanAWeekAndWhatIsNoDuration(String text) {
        var settings = new HashMap<>(REQUIRED);
        settings.put("EVENT_RETENTION", text);

        assertThatThrownBy(() -> TransactionsConfig.from(new Settings(settings)))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "EVENT_RETENTION is \"" + text + "\", but must be an ISO 8601 duration from P7D to P3650D.");
    }
}
