package io.loomi.transactions.repositories;

import static io.loomi.transactions.entities.TransactionType.CREDIT;
import static io.loomi.transactions.entities.TransactionType.DEBIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Hold;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A deferred transaction is resolved once, by any process. Until then, its money cannot be lost or spent twice. */
@Slow
class DeferredTransactionTest {

    private static final LedgerDatabase DATABASE = LedgerDatabase.create();

    private final DeferredTransactionLedger ledger = DeferredTransactionLedger.in(DATABASE);
    private final ReportRepository reports = new PostgresReportRepository(DATABASE.database());
    private final UUID ana = ledger.ana();
    private final UUID bia = ledger.bia();

    @AfterEach
    void auditsTheLedger() {
        ledger.audit();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void movesMoneyWhenItIsResolved() {
        ledger.defer(DEBIT, "30.00");
        ledger.defer(CREDIT, "5.00");
        Transaction transfer = ledger.defer(ledger.transfer("20.00", false));

        ledger.lease(10)
                .forEach(due -> ledger.one()
                        .complete(due, due.recipient().map(_ -> bia))
                        .await());

        assertThat(ledger.money(ana)).isEqualTo("55.00 held 0.00");
        assertThat(ledger.money(bia)).isEqualTo("20.00 held 0.00");
        Transaction resolved = ledger.find(transfer.id());
        assertThat(resolved.status()).isEqualTo(TransactionStatus.COMPLETED);
        assertThat(resolved.transfer()).contains(new Transaction.Transfer(bia, transfer.id()));
    }

    @Test
    void releasesTheMoneyWhenItFails() {
        Transaction debit = ledger.defer(DEBIT, "30.00");
        ledger.defer(CREDIT, "5.00");

        ledger.lease(10)
                .forEach(due -> ledger.one().fail(due, "customer-not-active").await());

        assertThat(ledger.money(ana)).isEqualTo("100.00 held 0.00");
        assertThat(ledger.find(debit.id()).failureReason()).contains("customer-not-active");
    }

    @Test
    void becomesAHold() {
        Transaction asked = ledger.defer(ledger.transfer("20.00", true));
        assertThat(asked.hold()).isEmpty();

        Transaction hold =
                ledger.one().complete(ledger.only(), Optional.of(bia)).await().orElseThrow();

        assertThat(hold.status()).isEqualTo(TransactionStatus.PENDING);
        assertThat(hold.deferred()).isFalse();
        assertThat(hold.hold().map(Hold::expiresAt))
                .hasValueSatisfying(end -> assertThat(end)
                        .isAfter(
                                ledger.clock().instant().plus(Hold.TIME_TO_LIVE).minusSeconds(60)));
        assertThat(ledger.money(ana)).isEqualTo("100.00 held 20.00");
        assertThat(ledger.end(asked.id(), HoldAction.CAPTURE)).isEqualTo(HoldResult.Outcome.DONE);
        assertThat(ledger.money(bia)).isEqualTo("20.00 held 0.00");
    }

    @Test
    void endsOnlyOnceInARace() {
        List<Transaction> accepted = Stream.generate(() -> ledger.defer(ledger.transfer("1.00", false)))
                .limit(30)
                .toList();
        List<DeferredTransaction> due = ledger.lease(100);

        List<Future<Optional<Transaction>>> resolved = new ArrayList<>();
        List<Future<HoldResult>> voided = new ArrayList<>();
        for (DeferredTransaction one : due) {
            resolved.add(ledger.one().complete(one, Optional.of(bia)));
            voided.add(
                    ledger.repository().endHold(ana, one.transactionId(), HoldAction.VOID, Optional.empty(), "void"));
            resolved.add(ledger.other().complete(one, Optional.of(bia)));
        }
        long completed =
                resolved.stream().filter(one -> one.await().isPresent()).count();
        long cancelled = voided.stream()
                .filter(one -> one.await().outcome() == HoldResult.Outcome.DONE)
                .count();

        assertThat(completed + cancelled).isEqualTo(accepted.size());
        assertThat(ledger.money(ana)).isEqualTo("%d.00 held 0.00".formatted(100 - completed));
    }

    @Test
    void showsTheAccountAtEachChange() {
        List<Account> seen = new ArrayList<>();
        ledger.defer(DEBIT, "30.00");
        seen.add(ledger.account(ana));
        DeferredTransaction debit = ledger.only();
        ledger.defer(ledger.transfer("20.00", true));
        seen.add(ledger.account(ana));
        DeferredTransaction hold = ledger.only();
        ledger.defer(DEBIT, "10.00");
        seen.add(ledger.account(ana));
        DeferredTransaction failing = ledger.only();
        ledger.defer(CREDIT, "1.00");
        seen.add(ledger.account(ana));
        DeferredTransaction credit = ledger.only();
        ledger.one().complete(debit, Optional.empty()).await();
        seen.add(ledger.account(ana));
        ledger.one().complete(hold, Optional.of(bia)).await();
        seen.add(ledger.account(ana));
        ledger.one().fail(failing, "customer-not-active").await();
        seen.add(ledger.account(ana));
        ledger.one().fail(credit, "customer-not-active").await();
        seen.add(ledger.account(ana));

        assertThat(seen)
                .allSatisfy(account -> assertThat(
                                reports.accountAt(ana, account.updatedAt().orElseThrow())
                                        .await())
                        .contains(account));
    }
}
