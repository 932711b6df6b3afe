package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The worker's lookups at customers, and their effect. */
class DeferredTransactionEligibilityTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final DeferredTransactionWorkerBench task = new DeferredTransactionWorkerBench(VERTX);
    private final DeferredTransactionsDouble deferredTransactions = task.deferredTransactions();
    private final RecipientsDouble customers = task.customers();
    private final UUID ana = task.ana();
    private final UUID bia = task.bia();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void looksACustomerUpOncePerRun() {
        task.add(ana, 5);

        assertThat(task.run()).isFalse();

        assertThat(deferredTransactions.completed()).hasSize(5);
        assertThat(customers.lookedUp()).containsExactly(ana);
    }

    @Test
    void looksUpUnderTheCorrelationOfTheRequest() {
        task.add(ana, 1);
        task.add(bia, 1);

        task.run();

        assertThat(customers.correlations()).containsExactly("of-" + ana, "of-" + bia);
    }

    @Test
    void failsTransactionsOfInactiveCustomers() {
        customers.set(ana, CustomerStatus.SUSPENDED);
        task.add(ana, 1);
        task.add(bia, 1); // unknown to customers

        task.run();

        assertThat(deferredTransactions.failed()).containsExactly("customer-not-active", "customer-not-active");
    }

    @Test
    void failsTransfersToInvalidRecipients() {
        deferredTransactions.add(task.asked(ana, Optional.of(new Recipient.ById(UUID.randomUUID())), false));
        deferredTransactions.add(task.asked(ana, Optional.of(new Recipient.ById(ana)), false));
        customers.set(bia, CustomerStatus.SUSPENDED);
        deferredTransactions.add(task.asked(ana, Optional.of(new Recipient.ById(bia)), false));

        task.run();

        assertThat(deferredTransactions.failed())
                .containsExactly("unknown-recipient", "transfer-to-oneself", "recipient-not-active");
    }

    @Test
    void waitsADayForAnUnknownExternalCaller() {
        DeferredTransaction early = task.asked(bia, Optional.empty(), true);
        deferredTransactions.add(early);
        task.add(ana, 1);
        task.run();
        assertThat(deferredTransactions.postponed()).hasSize(1);
        assertThat(deferredTransactions.completed())
                .as("others do not wait for it")
                .hasSize(1);

        customers.set(bia, CustomerStatus.ACTIVE);
        deferredTransactions.add(early);
        task.run();
        assertThat(deferredTransactions.completed()).hasSize(2);

        customers.remove(bia);
        task.clock().advance(Duration.ofHours(25));
        deferredTransactions.add(early);
        task.run();
        assertThat(deferredTransactions.failed()).containsExactly("customer-not-active");
    }
}
