package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of a process is an hour fast or slow, but the ledger uses the time of its database. */
@Slow
class SkewedClockTest {

    private static final Duration A_WEEK = Duration.ofDays(7);

    private static Bank skewed(int minutes, String database) {
        Bank bank = Bank.openWith(Map.of("DATABASE_URL", database));
        bank.clock().advance(Duration.ofMinutes(minutes));
        return bank;
    }

    private static Instant time(JsonObject json, String name) {
        return Instant.parse(json.getString(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, -60})
    void storesNoTimeOfTheProcess(int minutes) {
        String database = Bank.newDatabase();
        try (Bank bank = skewed(minutes, database)) {
            Instant before = Instant.now().minusSeconds(1);
            TestCustomer ana = bank.customerWith("100.00");
            TestCustomer bia = bank.customerWith("1.00");
            JsonObject transfer = ana.transfer(bia, "5.00").json();
            JsonObject hold = ana.transaction(ana.hold("7.00")).json();
            JsonObject captured = ana.capture(ana.hold("3.00"), "{}").json();
            JsonObject account = ana.account().json();
            Instant after = Instant.now().plusSeconds(1);

            assertThat(time(transfer, "createdAt")).isBetween(before, after);
            assertThat(time(transfer, "completedAt")).isBetween(before, after);
            assertThat(time(hold, "createdAt")).isBetween(before, after);
            assertThat(time(hold, "expiresAt"))
                    .isEqualTo(time(hold, "createdAt").plus(A_WEEK));
            assertThat(time(captured, "completedAt")).isBetween(before, after);
            assertThat(time(account, "updatedAt")).isBetween(before, after);
            assertThat(LedgerAudit.violations(bank.bench().vertx(), database)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, -60})
    void endsHoldsNeitherEarlyNorLate(int minutes) {
        String database = Bank.newDatabase();
        try (Bank bank = skewed(minutes, database)) {
            TestCustomer ana = bank.customerWith("100.00");
            String inHalfAnHour = ana.hold("1.00");
            String inAnHour = ana.hold("2.00");
            String over = ana.hold("4.00");
            expire(bank, inHalfAnHour, "30 minutes");
            expire(bank, inAnHour, "60 minutes");
            expire(bank, over, "-1 second");

            Awaitility.await().untilAsserted(() -> assertThat(ana.held()).isEqualTo("3.00"));
            assertThat(ana.capture(over, "{}")).isProblem(409, "hold-ended");
            assertThat(ana.capture(inHalfAnHour, "{}")).hasStatus(200);
            assertThat(ana.held()).isEqualTo("2.00");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, -60})
    void reportsUpToNow(int minutes) {
        try (Bank bank = skewed(minutes, Bank.newDatabase())) {
            TestCustomer ana = bank.customerWith("100.00");
            Instant paid = time(ana.debit("30.00").json(), "completedAt");

            JsonObject statement = bank.api()
                    .get("/api/reports/statement")
                    .as(ana.token())
                    .send()
                    .json();

            assertThat(statement.getJsonArray("lines")).hasSize(2);
            assertThat(time(statement, "to")).isBetween(paid, Instant.now().plusSeconds(1));
            assertThat(balanceAt(bank, ana, paid)).isEqualTo(70);
            assertThat(balanceAt(bank, ana, paid.minusNanos(1000))).isEqualTo(100);
        }
    }

    private static double balanceAt(Bank bank, TestCustomer customer, Instant at) {
        return bank.api()
                .get("/api/accounts/me?at=" + at)
                .as(customer.token())
                .send()
                .json()
                .getDouble("balance");
    }

    private static void expire(Bank bank, String hold, String in) {
        LedgerAudit.run(
                bank.bench().vertx(),
                bank.database(),
                "UPDATE transactions SET expires_at = now() + interval '%s' WHERE id = '%s'".formatted(in, hold));
    }
}
