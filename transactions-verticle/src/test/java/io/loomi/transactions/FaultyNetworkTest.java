package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.FaultyProxy;
import io.loomi.common.testing.FaultyProxy.Fault;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers can move money while the network between transactions and customers fails. */
@Slow
class FaultyNetworkTest {

    private static final String DATABASE = Bank.newDatabase();
    private static final FaultyProxy NETWORK = FaultyProxy.open();
    private static final Bank BANK = Bank.openThrough(NETWORK::before, Map.of("DATABASE_URL", DATABASE));

    @AfterAll
    static void close() {
        BANK.close();
        NETWORK.close();
    }

    static Stream<Fault> faults() {
        return Stream.of(new Fault.BlackHole(), new Fault.Reset(), new Fault.CutAnswer(40));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void defersTransactionsOfUnknownCallersUnderEveryFaultAndResolvesThem(Fault fault) {
        TestCustomer known = BANK.customerWith("10.00");
        TestCustomer stranger = BANK.customer();
        NETWORK.suffer(fault);

        String accepted = stranger.post(TestCustomer.body("credit", "5.00"), "salary")
                .json()
                .getString("id");
        assertThat(known.debit("4.00")).hasStatus(201);
        assertThat(stranger.post(TestCustomer.body("credit", "5.00"), "salary"))
                .hasStatus(202)
                .hasHeader("Idempotency-Replayed", "true");

        NETWORK.recover();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> stranger.transaction(accepted)
                        .json()
                        .getString("status")
                        .equals("completed"));
        assertThat(stranger.balance()).isEqualTo("5.00");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> BANK.customer().credit("1.00").status() == 201);
        assertThat(LedgerAudit.violations(BANK.bench().vertx(), DATABASE)).isEmpty();
    }

    @Test
    void waitsForASlowAnswer() {
        NETWORK.suffer(new Fault.Delay(Duration.ofMillis(300)));
        try {
            assertThat(BANK.customer().credit("1.00")).hasStatus(201);
        } finally {
            NETWORK.recover();
        }
    }
}
