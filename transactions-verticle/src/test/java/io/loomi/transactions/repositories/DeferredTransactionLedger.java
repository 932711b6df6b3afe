package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.LedgerAudit;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A ledger with Ana, who has 100.00 and pays, and Bia, who receives money. Two processes resolve the deferred
 * transactions.
 */
final class DeferredTransactionLedger {

    private static final Duration LEASE = Duration.ofMinutes(2);

    private final UUID ana = UUID.randomUUID();
    private final UUID bia = UUID.randomUUID();
    private final Clock clock = Clock.systemUTC();
    private final LedgerDatabase database;
    private final Context loop;
    private final LedgerRepository ledger;
    private final HistoryRepository history;
    private final DeferredTransactionRepository one;
    private final DeferredTransactionRepository other;

    private DeferredTransactionLedger(LedgerDatabase database) {
        this.database = database;
        loop = database.vertx().getOrCreateContext();
        ledger = new PostgresLedgerRepository(database.database(), clock, new SimpleMeterRegistry());
        history = new PostgresHistoryRepository(database.database());
        one = new PostgresDeferredTransactionRepository(database.database(), clock);
        other = new PostgresDeferredTransactionRepository(database.database(), clock);
    }

    /** Opens a ledger without due transactions. Those of other tests in this database are postponed forever. */
    static DeferredTransactionLedger in(LedgerDatabase database) {
        DeferredTransactionLedger ledger = new DeferredTransactionLedger(database);
        ledger.post(TransactionType.CREDIT, "100.00");
        database.database()
                .write("UPDATE deferred_transactions SET due_at = 'infinity'", Tuple.tuple())
                .await();
        return ledger;
    }

    void audit() {
        assertThat(LedgerAudit.violations(database.vertx(), database.url())).isEmpty();
    }

    UUID ana() {
        return ana;
    }

    UUID bia() {
        return bia;
    }

    Clock clock() {
        return clock;
    }

    LedgerRepository repository() {
        return ledger;
    }

    /** The process that resolves. */
    DeferredTransactionRepository one() {
        return one;
    }

    /** The process that interferes. */
    DeferredTransactionRepository other() {
        return other;
    }

    NewTransaction asked(TransactionType type, String amount) {
        return asked(type, amount, Optional.empty(), false, Optional.empty());
    }

    NewTransaction transfer(String amount, boolean held) {
        Recipient recipient = new Recipient.ByEmail("bia@example.com");
        return asked(TransactionType.DEBIT, amount, Optional.of(recipient), held, Optional.empty());
    }

    NewTransaction keyed(String key, String amount) {
        return asked(TransactionType.DEBIT, amount, Optional.empty(), false, Optional.of(new IdempotencyKey(key)));
    }

    private NewTransaction asked(
            TransactionType type,
            String amount,
            Optional<Recipient> recipient,
            boolean held,
            Optional<IdempotencyKey> key) {
        return new NewTransaction(ana, type, Money.of(amount), Optional.empty(), recipient, held, key);
    }

    Transaction defer(TransactionType type, String amount) {
        return defer(asked(type, amount));
    }

    Transaction defer(NewTransaction asked) {
        return transaction(resultOfDefer(asked));
    }

    PostingResult resultOfDefer(NewTransaction asked) {
        return ledger.defer(asked, false, "asked").await();
    }

    Transaction post(TransactionType type, String amount) {
        return transaction(post(asked(type, amount)));
    }

    /** Posts on an event loop, as a request does. */
    PostingResult post(NewTransaction asked) {
        Promise<PostingResult> done = Promise.promise();
        loop.runOnContext(_ -> ledger.post(asked, Optional.empty(), "posted").onComplete(done));
        return done.future().await();
    }

    private static Transaction transaction(PostingResult posting) {
        return ((PostingResult.Posted) posting).transaction();
    }

    List<DeferredTransaction> lease(int limit) {
        return one.lease(LEASE, limit).await();
    }

    /** Leases the only due transaction. */
    DeferredTransaction only() {
        List<DeferredTransaction> due = lease(10);
        assertThat(due).hasSize(1);
        return due.getFirst();
    }

    HoldResult.Outcome end(UUID id, HoldAction action) {
        return ledger.endHold(ana, id, action, Optional.empty(), "end").await().outcome();
    }

    PostingResult reverse(UUID id) {
        return ledger.reverse(new NewReversal(ana, ana, id, Optional.empty(), Optional.empty(), Optional.empty()), "c")
                .await();
    }

    Transaction find(UUID id) {
        return history.find(ana, id).await().orElseThrow();
    }

    Account account(UUID customer) {
        return history.account(customer).await().orElseThrow();
    }

    /** Balance and held money, such as "100.00 held 20.00". */
    String money(UUID customer) {
        Account account = account(customer);
        return account.balance() + " held " + account.held();
    }
}
