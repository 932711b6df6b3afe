package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.MutableClock;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.Hold;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldEnding;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.Posting;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Settlement;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is accepted is settled once, whoever does it, and its money is neither lost nor spent twice meanwhile. */
class SettlementTest {

    private static final LedgerDatabase DATABASE = LedgerDatabase.create();
    private static final MutableClock CLOCK = new MutableClock();
    private static final LedgerRepository LEDGER =
            new PostgresLedgerRepository(DATABASE.database(), CLOCK, new SimpleMeterRegistry());
    private static final HistoryRepository HISTORY = new PostgresHistoryRepository(DATABASE.database());
    private static final ReportRepository REPORTS = new PostgresReportRepository(DATABASE.database());
    private static final Context LOOP = DATABASE.vertx().getOrCreateContext();
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** As two processes. */
    private static final SettlementRepository ONE = new PostgresSettlementRepository(DATABASE.database(), CLOCK);

    private static final SettlementRepository OTHER = new PostgresSettlementRepository(DATABASE.database(), CLOCK);

    private final UUID ana = UUID.randomUUID();
    private final UUID bia = UUID.randomUUID();

    @BeforeEach
    void fund() {
        post(asked(TransactionType.CREDIT, "100.00"));
        DATABASE.database()
                .run("UPDATE settlements SET due_at = 'infinity'", Tuple.tuple())
                .await(); // of other tests
    }

    @AfterEach
    void auditsTheLedger() {
        assertThat(LedgerAudit.violations(DATABASE.vertx(), DATABASE.url())).isEmpty();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void holdsTheMoneyOfADebitAndAddsNothingForACredit() {
        Transaction debit = accept(asked(TransactionType.DEBIT, "30.00"));
        Transaction credit = accept(asked(TransactionType.CREDIT, "5.00"));

        assertThat(List.of(debit, credit))
                .allSatisfy(one -> assertThat(one.status()).isEqualTo(TransactionStatus.PENDING))
                .allSatisfy(one -> assertThat(one.unsettled()).isTrue());
        assertThat(account(ana)).isEqualTo("100.00 held 30.00");
        assertThat(post(asked(TransactionType.DEBIT, "70.01")).status()).isEqualTo(TransactionStatus.FAILED);
    }

    @Test
    void declinesAtOnceWhatIsNotAvailable() {
        accept(asked(TransactionType.DEBIT, "60.00"));

        Transaction declined = accept(asked(TransactionType.DEBIT, "40.01"));

        assertThat(declined.status()).isEqualTo(TransactionStatus.FAILED);
        assertThat(declined.failureReason()).contains("insufficient-funds");
        assertThat(declined.unsettled()).isFalse();
        assertThat(ONE.take(LEASE, 10).await()).hasSize(1);
    }

    @Test
    void movesWhatWasAskedForOnceItIsSettled() {
        accept(asked(TransactionType.DEBIT, "30.00"));
        accept(asked(TransactionType.CREDIT, "5.00"));
        Transaction transfer = accept(transfer("20.00", false));

        ONE.take(LEASE, 10)
                .await()
                .forEach(due -> ONE.complete(due, due.recipient().map(_ -> bia)).await());

        assertThat(account(ana)).isEqualTo("55.00 held 0.00");
        assertThat(account(bia)).isEqualTo("20.00 held 0.00");
        Transaction settled = find(transfer.id());
        assertThat(settled.status()).isEqualTo(TransactionStatus.COMPLETED);
        assertThat(settled.transfer()).contains(new Transaction.Transfer(bia, transfer.id()));
    }

    @Test
    void releasesTheMoneyOfWhatFails() {
        Transaction debit = accept(asked(TransactionType.DEBIT, "30.00"));
        accept(asked(TransactionType.CREDIT, "5.00"));

        ONE.take(LEASE, 10)
                .await()
                .forEach(due -> ONE.fail(due, "customer-not-active").await());

        assertThat(account(ana)).isEqualTo("100.00 held 0.00");
        assertThat(find(debit.id()).failureReason()).contains("customer-not-active");
    }

    @Test
    void beginsAHoldThatWasAskedFor() {
        Transaction asked = accept(transfer("20.00", true));
        assertThat(asked.hold()).isEmpty();

        Transaction hold = ONE.complete(only(), Optional.of(bia)).await().orElseThrow();

        assertThat(hold.status()).isEqualTo(TransactionStatus.PENDING);
        assertThat(hold.unsettled()).isFalse();
        assertThat(hold.hold().map(Hold::expiresAt))
                .hasValueSatisfying(end ->
                        assertThat(end).isAfter(CLOCK.instant().plus(Hold.LIFE).minusSeconds(60)));
        assertThat(account(ana)).isEqualTo("100.00 held 20.00");
        assertThat(end(asked.id(), HoldAction.CAPTURE)).isEqualTo(HoldEnding.Outcome.DONE);
        assertThat(account(bia)).isEqualTo("20.00 held 0.00");
    }

    @Test
    void endsNothingByItselfThatIsNotSettled() {
        Transaction asked = accept(transfer("20.00", true));

        assertThat(LEDGER.dueHolds(CLOCK.instant().plus(Duration.ofDays(365)), 100)
                        .await())
                .extracting(LedgerRepository.DueHold::id)
                .doesNotContain(asked.id());
        assertThat(end(asked.id(), HoldAction.CAPTURE)).isEqualTo(HoldEnding.Outcome.NOT_SETTLED);
        assertThat(reverse(asked.id())).isEqualTo(new Posting.Declined(Posting.Reason.NOT_REVERSIBLE));
    }

    @Test
    void isTakenBackByItsOwnerBeforeItIsSettledAndNotAfter() {
        Transaction debit = accept(asked(TransactionType.DEBIT, "30.00"));
        Settlement due = only();

        assertThat(end(debit.id(), HoldAction.VOID)).isEqualTo(HoldEnding.Outcome.DONE);
        assertThat(end(debit.id(), HoldAction.VOID)).isEqualTo(HoldEnding.Outcome.REPEATED);
        assertThat(ONE.complete(due, Optional.empty()).await()).isEmpty();
        assertThat(account(ana)).isEqualTo("100.00 held 0.00");

        Transaction credit = accept(asked(TransactionType.CREDIT, "5.00"));
        ONE.complete(only(), Optional.empty()).await();
        assertThat(end(credit.id(), HoldAction.VOID)).isEqualTo(HoldEnding.Outcome.SETTLED);
        assertThat(account(ana)).isEqualTo("105.00 held 0.00");
    }

    @Test
    void isAnsweredByItsKeyAsItIsNow() {
        NewTransaction asked = keyed("rent", "30.00");
        Transaction first = accept(asked);

        assertThat(LEDGER.accept(asked, false, "again").await()).isEqualTo(new Posting.Replayed(first));
        assertThat(LEDGER.accept(keyed("rent", "31.00"), false, "again").await())
                .isEqualTo(new Posting.Declined(Posting.Reason.KEY_REUSED));

        ONE.complete(only(), Optional.empty()).await();
        Posting later =
                onLoop(() -> LEDGER.post(asked, Optional.empty(), "later")).await();
        assertThat(later).isEqualTo(new Posting.Replayed(find(first.id())));
        assertThat(account(ana)).isEqualTo("70.00 held 0.00");
    }

    @Test
    void endsInOneWayOnlyWhoeverRaces() {
        List<Transaction> accepted =
                Stream.generate(() -> accept(transfer("1.00", false))).limit(30).toList();
        List<Settlement> due = ONE.take(LEASE, 100).await();

        List<Future<Optional<Transaction>>> settled = new ArrayList<>();
        List<Future<HoldEnding>> voided = new ArrayList<>();
        for (Settlement one : due) {
            settled.add(ONE.complete(one, Optional.of(bia)));
            voided.add(LEDGER.endHold(ana, one.transactionId(), HoldAction.VOID, Optional.empty(), "void"));
            settled.add(OTHER.complete(one, Optional.of(bia)));
        }
        long completed = settled.stream().filter(one -> one.await().isPresent()).count();
        long cancelled = voided.stream()
                .filter(one -> one.await().outcome() == HoldEnding.Outcome.DONE)
                .count();

        assertThat(completed + cancelled).isEqualTo(accepted.size());
        assertThat(account(ana)).isEqualTo("%d.00 held 0.00".formatted(100 - completed));
    }

    @Test
    void acceptsAHundredOfOnePersonAndNoMore() {
        for (int i = 0; i < 100; i++) {
            accept(asked(TransactionType.CREDIT, "1.00"));
        }

        assertThat(LEDGER.accept(asked(TransactionType.CREDIT, "1.00"), false, "c")
                        .await())
                .isEqualTo(new Posting.Declined(Posting.Reason.TOO_MANY_UNSETTLED));

        ONE.complete(ONE.take(LEASE, 1).await().getFirst(), Optional.empty()).await();
        accept(asked(TransactionType.CREDIT, "1.00"));
    }

    @Test
    void showsTheAccountAsItWasAtEachOfItsChanges() {
        List<Account> seen = new ArrayList<>();
        accept(asked(TransactionType.DEBIT, "30.00"));
        seen.add(now(ana));
        Settlement debit = only();
        accept(transfer("20.00", true));
        seen.add(now(ana));
        Settlement hold = only();
        accept(asked(TransactionType.DEBIT, "10.00"));
        seen.add(now(ana));
        Settlement failing = only();
        accept(asked(TransactionType.CREDIT, "1.00"));
        seen.add(now(ana));
        Settlement credit = only();
        ONE.complete(debit, Optional.empty()).await();
        seen.add(now(ana));
        ONE.complete(hold, Optional.of(bia)).await();
        seen.add(now(ana));
        ONE.fail(failing, "customer-not-active").await();
        seen.add(now(ana));
        ONE.fail(credit, "customer-not-active").await();
        seen.add(now(ana));

        assertThat(seen)
                .allSatisfy(account -> assertThat(
                                REPORTS.accountAt(ana, account.updatedAt().orElseThrow())
                                        .await())
                        .contains(account));
    }

    private NewTransaction asked(TransactionType type, String amount) {
        return new NewTransaction(
                ana, type, Money.of(amount), Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    private NewTransaction transfer(String amount, boolean held) {
        Recipient recipient = new Recipient.ByEmail("bia@example.com");
        return new NewTransaction(
                ana,
                TransactionType.DEBIT,
                Money.of(amount),
                Optional.empty(),
                Optional.of(recipient),
                held,
                Optional.empty());
    }

    private NewTransaction keyed(String key, String amount) {
        return new NewTransaction(
                ana,
                TransactionType.DEBIT,
                Money.of(amount),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(new IdempotencyKey(key)));
    }

    private static Transaction accept(NewTransaction asked) {
        return ((Posting.Posted) LEDGER.accept(asked, false, "asked").await()).transaction();
    }

    private static Transaction post(NewTransaction asked) {
        return ((Posting.Posted)
                        onLoop(() -> LEDGER.post(asked, Optional.empty(), "c")).await())
                .transaction();
    }

    private Settlement only() {
        List<Settlement> due = ONE.take(LEASE, 10).await();
        assertThat(due).hasSize(1);
        return due.getFirst();
    }

    private static List<UUID> ids(List<Settlement> settlements) {
        return settlements.stream().map(Settlement::transactionId).toList();
    }

    private Transaction find(UUID id) {
        return HISTORY.find(ana, id).await().orElseThrow();
    }

    private HoldEnding.Outcome end(UUID id, HoldAction action) {
        return LEDGER.endHold(ana, id, action, Optional.empty(), "end").await().outcome();
    }

    private Posting reverse(UUID id) {
        return LEDGER.reverse(new NewReversal(ana, id, Optional.empty(), Optional.empty(), Optional.empty()), "c")
                .await();
    }

    private static Account now(UUID person) {
        return HISTORY.account(person).await().orElseThrow();
    }

    private static String account(UUID person) {
        return now(person).balance() + " held " + now(person).held();
    }

    private static <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        LOOP.runOnContext(_ -> work.get().onComplete(done));
        return done.future();
    }
}
