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
class SettlementStandingTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final SettlementRounds rounds = new SettlementRounds(VERTX);
    private final SettlementsDouble settlements = rounds.settlements();
    private final RecipientsDouble customers = rounds.customers();
    private final UUID ana = rounds.ana();
    private final UUID bia = rounds.bia();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void asksAboutAPersonOnceForAllThatTheyAskedFor() {
        rounds.add(ana, 5);

        assertThat(rounds.round()).isFalse();

        assertThat(settlements.completed()).hasSize(5);
        assertThat(customers.about()).containsExactly(ana);
    }

    @Test
    void asksUnderTheCorrelationOfTheRequestAndLeavesNoneBehind() {
        rounds.add(ana, 1);
        rounds.add(bia, 1);

        rounds.round();

        assertThat(customers.correlations()).containsExactly("of-" + ana, "of-" + bia);
    }

    @Test
    void failsWhatIsAskedForByThoseWhoMayNot() {
        customers.set(ana, CustomerStatus.SUSPENDED);
        rounds.add(ana, 1);
        rounds.add(bia, 1); // whom customers does not know

        rounds.round();

        assertThat(settlements.failed()).containsExactly("customer-not-active", "customer-not-active");
    }

    @Test
    void failsATransferToWhomCannotReceiveIt() {
        settlements.add(rounds.asked(ana, Optional.of(new Recipient.ById(UUID.randomUUID())), false));
        settlements.add(rounds.asked(ana, Optional.of(new Recipient.ById(ana)), false));
        customers.set(bia, CustomerStatus.SUSPENDED);
        settlements.add(rounds.asked(ana, Optional.of(new Recipient.ById(bia)), false));

        rounds.round();

        assertThat(settlements.failed())
                .containsExactly("unknown-recipient", "transfer-to-oneself", "recipient-not-active");
    }

    @Test
    void waitsADayForSomebodyWhoSignsInElsewhereAndHasNotBeenMet() {
        Settlement early = rounds.asked(bia, Optional.empty(), true);
        settlements.add(early);
        rounds.add(ana, 1);
        rounds.round();
        assertThat(settlements.postponed()).hasSize(1);
        assertThat(settlements.completed()).as("nobody waits for them").hasSize(1);

        customers.set(bia, CustomerStatus.ACTIVE);
        settlements.add(early);
        rounds.round();
        assertThat(settlements.completed()).hasSize(2);

        customers.forget(bia);
        rounds.clock().advance(Duration.ofHours(25));
        settlements.add(early);
        rounds.round();
        assertThat(settlements.failed()).containsExactly("customer-not-active");
    }
}
