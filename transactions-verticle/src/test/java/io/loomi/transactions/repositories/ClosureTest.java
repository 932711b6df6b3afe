package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.Closure;
import io.loomi.transactions.entities.Erasure;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.TransactionType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An account can be closed only while it is empty, and accepts no money while it is closed. */
@Slow
class ClosureTest {

    private static final Duration DURATION = Duration.ofMinutes(2);
    private static final Closure CLOSED = new Closure(true, new BigDecimal("0.00"), new BigDecimal("0.00"), 0);
    private static final PostingResult NOT_ACTIVE =
            new PostingResult.Declined(PostingResult.Reason.CUSTOMER_NOT_ACTIVE);
    private static final PostingResult RECIPIENT_NOT_ACTIVE =
            new PostingResult.Declined(PostingResult.Reason.RECIPIENT_NOT_ACTIVE);

    private final LedgerDatabase ledger = LedgerDatabase.create();
    private final Context loop = ledger.vertx().getOrCreateContext();
    private final ClosureRepository closures = new PostgresClosureRepository(ledger.database());
    private final ErasureRepository erasures = new PostgresErasureRepository(ledger.database());
    private final HistoryRepository history = new PostgresHistoryRepository(ledger.database());
    private final LedgerRepository postings =
            new PostgresLedgerRepository(ledger.database(), Clock.systemUTC(), new SimpleMeterRegistry());
    private final UUID ana = UUID.randomUUID();
    private final UUID bia = UUID.randomUUID();

    @AfterEach
    void auditsTheLedger() {
        assertThat(LedgerAudit.violations(ledger.vertx(), ledger.url())).isEmpty();
        ledger.close();
    }

    @Test
    void listsTheContentsAndDoesNotCloseAnAccountThatIsNotEmpty() {
        credit(ana, "100.00");
        UUID held = idOf(post(asked(ana, TransactionType.DEBIT, "30.00", Optional.empty(), true)));

        assertThat(close(ana)).isEqualTo(new Closure(false, new BigDecimal("100.00"), new BigDecimal("30.00"), 1));

        postings.endHold(ana, held, HoldAction.VOID, Optional.empty(), "c").await();
        assertThat(close(ana)).isEqualTo(new Closure(false, new BigDecimal("100.00"), new BigDecimal("0.00"), 0));
        credit(ana, "1.00");
        debit(ana, "101.00");
        assertThat(close(ana)).isEqualTo(CLOSED);
    }

    @Test
    void countsADeferredCredit() {
        postings.defer(asked(ana, TransactionType.CREDIT, "5.00", Optional.empty(), false), false, "c")
                .await();

        assertThat(close(ana)).isEqualTo(new Closure(false, new BigDecimal("0.00"), new BigDecimal("0.00"), 1));
    }

    @Test
    void acceptsNoMoneyEvenIfThereWasNoAccountBefore() {
        credit(bia, "10.00");
        UUID held = idOf(post(transfer(bia, ana, "2.00", true)));
        assertThat(close(ana)).isEqualTo(CLOSED);

        assertThat(paying(ana).await()).isEqualTo(NOT_ACTIVE);
        assertThat(post(transfer(bia, ana, "1.00", false))).isEqualTo(RECIPIENT_NOT_ACTIVE);
        assertThat(postings.endHold(bia, held, HoldAction.CAPTURE, Optional.empty(), "c")
                        .await())
                .isEqualTo(new HoldResult(HoldResult.Outcome.RECIPIENT_NOT_ACTIVE, Optional.empty()));
        assertThat(balance(ana)).isEqualTo("0.00");
        assertThat(balance(bia)).isEqualTo("10.00");
    }

    @Test
    void refusesReversalsIntoAClosedAccount() {
        credit(ana, "5.00");
        UUID paid = debit(ana, "5.00");
        assertThat(close(ana)).isEqualTo(CLOSED);

        assertThat(postings.reverse(
                                new NewReversal(ana, ana, paid, Optional.empty(), Optional.empty(), Optional.empty()),
                                "c")
                        .await())
                .isEqualTo(RECIPIENT_NOT_ACTIVE);
    }

    /** The other postings of the batch are committed. */
    @Test
    void doesNotAffectOtherPostingsOfTheBatch() {
        close(ana);
        List<Future<PostingResult>> all = onLoop(() -> Future.succeededFuture(List.of(
                        postings.post(
                                asked(bia, TransactionType.CREDIT, "1.00", Optional.empty(), false),
                                Optional.empty(),
                                "c"),
                        postings.post(
                                asked(bia, TransactionType.CREDIT, "1.00", Optional.empty(), false),
                                Optional.empty(),
                                "c"),
                        postings.post(
                                asked(ana, TransactionType.CREDIT, "1.00", Optional.empty(), false),
                                Optional.empty(),
                                "c"))))
                .await();

        assertThat(all.get(2).await()).isEqualTo(NOT_ACTIVE);
        assertThat(all.get(0).await()).isInstanceOf(PostingResult.Posted.class);
        assertThat(all.get(1).await()).isInstanceOf(PostingResult.Posted.class);
        assertThat(balance(bia)).isEqualTo("2.00");
    }

    /** Either the credit commits first and the account stays open, or the account is closed and the credit is declined. */
    @Test
    void isNeverClosedWithMoneyInIt() {
        int closed = 0;
        for (int round = 0; round < 100; round++) {
            UUID customer = UUID.randomUUID();
            Future<Closure> closing;
            Future<PostingResult> paying;
            if (round % 2 == 0) {
                paying = paying(customer);
                closing = closures.close(customer, UUID.randomUUID(), DURATION);
            } else {
                closing = closures.close(customer, UUID.randomUUID(), DURATION);
                paying = paying(customer);
            }
            boolean isPaid = paying.await() instanceof PostingResult.Posted;
            assertThat(closing.await().closed()).as("round " + round).isEqualTo(!isPaid);
            assertThat(balance(customer)).isEqualTo(isPaid ? "1.00" : "0.00");
            closed += isPaid ? 0 : 1;
        }
        assertThat(closed).as("both have happened").isBetween(1, 99);
    }

    private Future<PostingResult> paying(UUID customer) {
        return onLoop(() -> postings.post(
                asked(customer, TransactionType.CREDIT, "1.00", Optional.empty(), false), Optional.empty(), "c"));
    }

    @Test
    void reopensWhenEveryClosureIsWithdrawn() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        closures.close(ana, first, DURATION).await();
        closures.close(ana, second, DURATION).await();
        closures.close(ana, second, DURATION).await();

        closures.reopen(ana, first).await();
        closures.reopen(ana, first).await();
        assertThat(paying(ana).await()).as("the second is still in force").isEqualTo(NOT_ACTIVE);

        closures.reopen(ana, second).await();
        credit(ana, "1.00");
    }

    @Test
    void lapsesUnlessTheOwnerWasErased() {
        UUID closure = UUID.randomUUID();
        closures.close(ana, closure, DURATION).await();
        closures.close(bia, UUID.randomUUID(), DURATION).await();
        erasures.add(List.of(new Erasure(1, ana, Instant.now()))).await();

        assertThat(closures.reopenLapsed().await()).isEmpty();
        ledger.advance(DURATION.plusSeconds(1));
        assertThat(closures.reopenLapsed().await()).containsExactly(bia);

        credit(bia, "1.00");
        assertThat(paying(ana).await()).isEqualTo(NOT_ACTIVE);
    }

    @Test
    void staysClosedAfterTheErasureOfItsOwner() {
        UUID closure = UUID.randomUUID();
        closures.close(ana, closure, DURATION).await();
        erasures.add(List.of(new Erasure(1, ana, Instant.now()))).await();
        assertThat(erasures.eraseNext(Duration.ofMinutes(30), 10).await()).isPresent();

        closures.reopen(ana, closure).await();
        assertThat(closures.close(ana, UUID.randomUUID(), DURATION).await()).isEqualTo(CLOSED);
        ledger.advance(Duration.ofDays(1));
        assertThat(closures.reopenLapsed().await()).isEmpty();

        assertThat(paying(ana).await()).isEqualTo(NOT_ACTIVE);
    }

    private Closure close(UUID customer) {
        return closures.close(customer, UUID.randomUUID(), DURATION).await();
    }

    private void credit(UUID customer, String amount) {
        idOf(post(asked(customer, TransactionType.CREDIT, amount, Optional.empty(), false)));
    }

    private UUID debit(UUID customer, String amount) {
        return idOf(post(asked(customer, TransactionType.DEBIT, amount, Optional.empty(), false)));
    }

    private static UUID idOf(PostingResult posting) {
        return ((PostingResult.Posted) posting).transaction().id();
    }

    private PostingResult post(NewTransaction asked) {
        Optional<UUID> recipient = asked.recipient().map(named -> ((Recipient.ById) named).id());
        return onLoop(() -> postings.post(asked, recipient, "c")).await();
    }

    private static NewTransaction transfer(UUID from, UUID to, String amount, boolean held) {
        return asked(from, TransactionType.DEBIT, amount, Optional.of(new Recipient.ById(to)), held);
    }

    private static NewTransaction asked(
            UUID customer, TransactionType type, String amount, Optional<Recipient> recipient, boolean held) {
        return new NewTransaction(
                customer, type, Money.of(amount), Optional.empty(), recipient, held, Optional.empty());
    }

    private String balance(UUID customer) {
        return history.account(customer).await().orElseThrow().balance().toPlainString();
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(_ -> work.get().onComplete(done));
        return done.future();
    }
}
