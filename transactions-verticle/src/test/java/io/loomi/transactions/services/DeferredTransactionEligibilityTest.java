package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Settlement;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whom the worker asks customers about, and what it makes of the answer. */
class DeferredTransactionEligibilityTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final SettlementRounds task = new SettlementRounds(VERTX);
    private final SettlementsDouble settlements = task.settlements();
    private final RecipientsDouble customers = task.customers();
    private final UUID ana = task.ana();
    private final UUID bia = task.bia();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void asksAboutAPersonOnceForAllThatTheyAskedFor() {
        task.add(ana, 5);

        assertThat(task.round()).isFalse();

        assertThat(settlements.completed()).hasSize(5);
        assertThat(customers.about()).containsExactly(ana);
    }

    @Test
    void asksUnderTheCorrelationOfTheRequestAndLeavesNoneBehind() {
        task.add(ana, 1);
        task.add(bia, 1);

        task.round();

        assertThat(customers.correlations()).containsExactly("of-" + ana, "of-" + bia);
    }

    @Test
    void failsWhatIsAskedForByThoseWhoMayNot() {
        customers.set(ana, CustomerStatus.SUSPENDED);
        task.add(ana, 1);
        task.add(bia, 1); // whom customers does not know

        task.round();

        assertThat(settlements.failed()).containsExactly("customer-not-active", "customer-not-active");
    }

    @Test
    void failsATransferToWhomCannotReceiveIt() {
        settlements.add(task.asked(ana, Optional.of(new Recipient.ById(UUID.randomUUID())), false));
        settlements.add(task.asked(ana, Optional.of(new Recipient.ById(ana)), false));
        customers.set(bia, CustomerStatus.SUSPENDED);
        settlements.add(task.asked(ana, Optional.of(new Recipient.ById(bia)), false));

        task.round();

        assertThat(settlements.failed())
                .containsExactly("unknown-recipient", "transfer-to-oneself", "recipient-not-active");
    }

    @Test
    void waitsADayForSomebodyWhoSignsInElsewhereAndHasNotBeenMet() {
        Settlement early = task.asked(bia, Optional.empty(), true);
        settlements.add(early);
        task.add(ana, 1);
        task.round();
        assertThat(settlements.postponed()).hasSize(1);
        assertThat(settlements.completed()).as("nobody waits for them").hasSize(1);

        customers.set(bia, CustomerStatus.ACTIVE);
        settlements.add(early);
        task.round();
        assertThat(settlements.completed()).hasSize(2);

        customers.forget(bia);
        task.clock().advance(Duration.ofHours(25));
        settlements.add(early);
        task.round();
        assertThat(settlements.failed()).containsExactly("customer-not-active");
    }
}
