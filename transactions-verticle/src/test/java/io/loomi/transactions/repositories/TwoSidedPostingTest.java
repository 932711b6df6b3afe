package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A transfer moves money on both sides, or on neither. */
@Slow
class TwoSidedPostingTest {

    private static final LedgerDatabase LEDGER = LedgerDatabase.create();

    /** These stand for two event loops or two processes. */
    private static final LedgerRepository ONE =
            new PostgresLedgerRepository(LEDGER.database(), Clock.systemUTC(), new SimpleMeterRegistry());

    private static final LedgerRepository OTHER =
            new PostgresLedgerRepository(LEDGER.database(), Clock.systemUTC(), new SimpleMeterRegistry());

    private static final HistoryRepository HISTORY = new PostgresHistoryRepository(LEDGER.database());

    private static final HistoryFilter EVERYTHING = new HistoryFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static final Context LOOP = LEDGER.vertx().getOrCreateContext();

    private final UUID ana = funded("100.00");
    private final UUID bia = funded("100.00");

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    @AfterEach
    void auditsTheLedger() {
        assertThat(LedgerAudit.violations(LEDGER.vertx(), LEDGER.url())).isEmpty();
    }

    @Test
    void writesBothSidesOfATransfer() {
        Transaction debit = posted(transfer(ONE, ana, bia, "30.00", false));

        assertThat(balances()).containsExactly("70.00", "130.00");
        Transaction credit = newest(bia);
        assertThat(credit.type()).isEqualTo(TransactionType.CREDIT);
        assertThat(credit.transfer()).contains(new Transaction.Transfer(ana, debit.id()));
        assertThat(debit.transfer()).contains(new Transaction.Transfer(bia, debit.id()));
    }

    @Test
    void movesNothingIfTooLittleIsAvailable() {
        Transaction failed = posted(transfer(ONE, ana, bia, "100.01", false));

        assertThat(failed.status()).isEqualTo(TransactionStatus.FAILED);
        assertThat(balances()).containsExactly("100.00", "100.00");
    }

    @Test
    void neverDeadlocksWhenMoneyMovesBothWays() {
        List<Future<PostingResult>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(transfer(ONE, ana, bia, "1.00", false));
            all.add(transfer(OTHER, bia, ana, "1.00", false));
        }

        assertThat(Future.all(all).await().size()).isEqualTo(400);
        assertThat(balances()).containsExactly("100.00", "100.00");
    }

    @Test
    void movesOnlyTheCapturedAmountOfAHeldTransfer() {
        Transaction held = posted(transfer(ONE, ana, bia, "30.00", true));
        assertThat(balances()).containsExactly("100.00", "100.00");

        HoldResult ending = ONE.endHold(ana, held.id(), HoldAction.CAPTURE, Optional.of(Money.of("12.50")), "c")
                .await();

        assertThat(ending.outcome()).isEqualTo(HoldResult.Outcome.DONE);
        assertThat(balances()).containsExactly("87.50", "112.50");
        assertThat(newest(bia).amount()).isEqualTo(Money.of("12.50"));
    }

    @Test
    void reversesBothSidesAndNeverMore() {
        posted(transfer(ONE, ana, bia, "30.00", false));
        UUID credit = newest(bia).id();

        posted(reverse(bia, credit, Optional.of(Money.of("10.00"))));
        assertThat(balances()).containsExactly("80.00", "120.00");
        posted(reverse(bia, credit, Optional.empty()));
        assertThat(balances()).containsExactly("100.00", "100.00");
        assertThat(reverse(bia, credit, Optional.empty()).await())
                .isEqualTo(new PostingResult.Declined(PostingResult.Reason.ALREADY_REVERSED));
    }

    private static UUID funded(String amount) {
        UUID customer = UUID.randomUUID();
        posted(onLoop(() -> ONE.post(
                asked(customer, TransactionType.CREDIT, amount, Optional.empty(), false), Optional.empty(), "c")));
        return customer;
    }

    private static Future<PostingResult> transfer(
            LedgerRepository ledger, UUID from, UUID to, String amount, boolean held) {
        NewTransaction asked = asked(from, TransactionType.DEBIT, amount, Optional.of(new Recipient.ById(to)), held);
        return onLoop(() -> ledger.post(asked, Optional.of(to), "c"));
    }

    private static NewTransaction asked(
            UUID customer, TransactionType type, String amount, Optional<Recipient> recipient, boolean held) {
        return new NewTransaction(
                customer, type, Money.of(amount), Optional.empty(), recipient, held, Optional.empty());
    }

    private static Future<PostingResult> reverse(UUID customer, UUID id, Optional<Money> amount) {
        return ONE.reverse(new NewReversal(customer, customer, id, amount, Optional.empty(), Optional.empty()), "c");
    }

    private static Transaction posted(Future<PostingResult> posting) {
        return ((PostingResult.Posted) posting.await()).transaction();
    }

    private static Transaction newest(UUID customer) {
        return HISTORY.history(customer, EVERYTHING, Optional.empty(), 1)
                .await()
                .getFirst();
    }

    private List<String> balances() {
        return List.of(balance(ana), balance(bia));
    }

    private static String balance(UUID customer) {
        return HISTORY.account(customer).await().orElseThrow().balance().toPlainString();
    }

    private static <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        LOOP.runOnContext(_ -> work.get().onComplete(done));
        return done.future();
    }
}
