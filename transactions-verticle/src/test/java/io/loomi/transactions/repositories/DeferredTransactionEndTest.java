package io.loomi.transactions.repositories;

import static io.loomi.transactions.entities.TransactionType.CREDIT;
import static io.loomi.transactions.entities.TransactionType.DEBIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deferred transactions: their money, their cancellation by the owner, their keys and their limit. */
@Slow
class DeferredTransactionEndTest {

    private static final Duration A_YEAR = Duration.ofDays(365);
    private static final LedgerDatabase DATABASE = LedgerDatabase.create();

    private final DeferredTransactionLedger ledger = DeferredTransactionLedger.in(DATABASE);
    private final UUID ana = ledger.ana();

    @AfterEach
    void auditsTheLedger() {
        ledger.audit();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void holdsTheMoneyOfADebitAndAddsNothingForACredit() {
        Transaction debit = ledger.defer(DEBIT, "30.00");
        Transaction credit = ledger.defer(CREDIT, "5.00");

        assertThat(List.of(debit, credit))
                .allSatisfy(one -> assertThat(one.status()).isEqualTo(TransactionStatus.PENDING))
                .allSatisfy(one -> assertThat(one.deferred()).isTrue());
        assertThat(ledger.money(ana)).isEqualTo("100.00 held 30.00");
        assertThat(ledger.post(DEBIT, "70.01").status()).isEqualTo(TransactionStatus.FAILED);
    }

    @Test
    void failsImmediatelyIfTooLittleIsAvailable() {
        ledger.defer(DEBIT, "60.00");

        Transaction declined = ledger.defer(DEBIT, "40.01");

        assertThat(declined.status()).isEqualTo(TransactionStatus.FAILED);
        assertThat(declined.failureReason()).contains("insufficient-funds");
        assertThat(declined.deferred()).isFalse();
        assertThat(ledger.lease(10)).hasSize(1);
    }

    @Test
    void doesNotExpireBeforeItIsResolved() {
        Transaction asked = ledger.defer(ledger.transfer("20.00", true));

        DATABASE.advance(A_YEAR);
        List<LedgerRepository.DueHold> due =
                ledger.repository().dueHolds(Optional.empty(), 100).await();
        DATABASE.advance(A_YEAR.negated());

        assertThat(due).extracting(LedgerRepository.DueHold::id).doesNotContain(asked.id());
        assertThat(ledger.end(asked.id(), HoldAction.CAPTURE)).isEqualTo(HoldResult.Outcome.DEFERRED);
        assertThat(ledger.reverse(asked.id()))
                .isEqualTo(new PostingResult.Declined(PostingResult.Reason.NOT_REVERSIBLE));
    }

    @Test
    void canBeCancelledOnlyBeforeItIsResolved() {
        Transaction debit = ledger.defer(DEBIT, "30.00");
        DeferredTransaction due = ledger.only();

        assertThat(ledger.end(debit.id(), HoldAction.VOID)).isEqualTo(HoldResult.Outcome.DONE);
        assertThat(ledger.end(debit.id(), HoldAction.VOID)).isEqualTo(HoldResult.Outcome.REPEATED);
        assertThat(ledger.one().complete(due, Optional.empty()).await()).isEmpty();
        assertThat(ledger.money(ana)).isEqualTo("100.00 held 0.00");

        Transaction credit = ledger.defer(CREDIT, "5.00");
        ledger.one().complete(ledger.only(), Optional.empty()).await();
        assertThat(ledger.end(credit.id(), HoldAction.VOID)).isEqualTo(HoldResult.Outcome.RESOLVED);
        assertThat(ledger.money(ana)).isEqualTo("105.00 held 0.00");
    }

    @Test
    void isReplayedAsItIsNow() {
        NewTransaction asked = ledger.keyed("rent", "30.00");
        Transaction first = ledger.defer(asked);

        assertThat(ledger.resultOfDefer(asked)).isEqualTo(new PostingResult.Replayed(first));
        assertThat(ledger.resultOfDefer(ledger.keyed("rent", "31.00")))
                .isEqualTo(new PostingResult.Declined(PostingResult.Reason.KEY_REUSED));

        ledger.one().complete(ledger.only(), Optional.empty()).await();
        assertThat(ledger.post(asked)).isEqualTo(new PostingResult.Replayed(ledger.find(first.id())));
        assertThat(ledger.money(ana)).isEqualTo("70.00 held 0.00");
    }

    @Test
    void acceptsAtMostAHundredOfOneCustomer() {
        for (int i = 0; i < 100; i++) {
            ledger.defer(CREDIT, "1.00");
        }

        assertThat(ledger.resultOfDefer(ledger.asked(CREDIT, "1.00")))
                .isEqualTo(new PostingResult.Declined(PostingResult.Reason.TOO_MANY_DEFERRED));

        ledger.one().complete(ledger.lease(1).getFirst(), Optional.empty()).await();
        ledger.defer(CREDIT, "1.00");
    }
}
