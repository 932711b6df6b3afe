package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.TransactionType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only one process at a time leases a deferred transaction. */
@Slow
class DeferredTransactionLeaseTest {

    private static final LedgerDatabase DATABASE = LedgerDatabase.create();
    private static final Clock CLOCK = Clock.systemUTC();
    private static final LedgerRepository LEDGER =
            new PostgresLedgerRepository(DATABASE.database(), CLOCK, new SimpleMeterRegistry());
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** These stand for two processes. */
    private static final DeferredTransactionRepository ONE =
            new PostgresDeferredTransactionRepository(DATABASE.database(), CLOCK);

    private static final DeferredTransactionRepository OTHER =
            new PostgresDeferredTransactionRepository(DATABASE.database(), CLOCK);

    private final UUID ana = UUID.randomUUID();

    @BeforeEach
    void postponeThoseOfOtherTests() {
        DATABASE.database()
                .write("UPDATE deferred_transactions SET due_at = 'infinity'", Tuple.tuple())
                .await();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void isLeasedAlthoughAnotherRowIsUnreadable() {
        List<UUID> accepted = accept(3);
        DATABASE.database()
                .write(
                        "UPDATE deferred_transactions SET recipient = 'phone:1' WHERE transaction_id = $1",
                        Tuple.of(accepted.getFirst()))
                .await();

        List<DeferredTransaction> taken = ONE.lease(LEASE, 3).await();

        assertThat(taken)
                .extracting(DeferredTransaction::transactionId)
                .containsExactlyElementsOf(accepted.subList(1, 3));
    }

    @Test
    void isLeasedAgainOnlyAfterTheLeaseEnds() {
        List<UUID> accepted = accept(20);

        Future<List<DeferredTransaction>> one = ONE.lease(LEASE, 12);
        Future<List<DeferredTransaction>> other = OTHER.lease(LEASE, 12);
        List<UUID> taken = new ArrayList<>(ids(one.await()));
        taken.addAll(ids(other.await()));
        taken.addAll(ids(OTHER.lease(LEASE, 12).await()));

        assertThat(taken).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(ONE.lease(LEASE, 12).await()).isEmpty();
        DATABASE.advance(LEASE.plusSeconds(1));
        List<DeferredTransaction> again = ONE.lease(LEASE, 100).await();
        assertThat(ids(again)).containsExactlyElementsOf(accepted);

        ONE.postpone(again.get(5), Duration.ofSeconds(30)).await();
        ONE.releaseLeases(again.subList(1, 20)).await();
        Set<UUID> left = new HashSet<>(accepted.subList(1, 20));
        left.remove(accepted.get(5));
        assertThat(ids(OTHER.lease(LEASE, 100).await())).containsExactlyInAnyOrderElementsOf(left);
    }

    @Test
    void isSkippedWhileAnotherProcessLocksIt() {
        List<UUID> accepted = accept(20);
        PgConnection another =
                PgConnection.connect(DATABASE.vertx(), DATABASE.url()).await();
        Transaction undecided = another.begin().await();
        Set<UUID> locked = new HashSet<>();
        another.query(
                        "SELECT transaction_id FROM deferred_transactions ORDER BY due_at, transaction_id LIMIT 5 FOR UPDATE")
                .execute()
                .await()
                .forEach(row -> locked.add(row.getUUID(0)));

        List<UUID> taken = ids(OTHER.lease(LEASE, 20).await()); // waiting for the locks would time out

        assertThat(locked).hasSize(5).doesNotContainAnyElementsOf(taken);
        assertThat(taken).hasSize(15);
        undecided.rollback().await();
        another.close().await();
        List<UUID> all = new ArrayList<>(taken);
        all.addAll(ids(ONE.lease(LEASE, 20).await()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void isNotReleasedAfterTheLeaseIsLost() {
        accept(1);
        List<DeferredTransaction> slow = ONE.lease(LEASE, 1).await();
        DATABASE.advance(LEASE.plusSeconds(1));
        List<DeferredTransaction> quick = OTHER.lease(LEASE, 1).await();

        ONE.releaseLeases(slow).await();
        ONE.postpone(slow.getFirst(), Duration.ZERO).await();

        assertThat(quick).hasSize(1);
        assertThat(ONE.lease(LEASE, 1).await()).isEmpty();
        OTHER.releaseLeases(quick).await();
        assertThat(ids(ONE.lease(LEASE, 1).await())).isEqualTo(ids(quick));
    }

    private List<UUID> accept(int credits) {
        NewTransaction credit = new NewTransaction(
                ana,
                TransactionType.CREDIT,
                Money.of("1.00"),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
        return Stream.generate(() -> LEDGER.defer(credit, false, "asked").await())
                .limit(credits)
                .map(accepted -> ((PostingResult.Posted) accepted).transaction().id())
                .toList();
    }

    private static List<UUID> ids(List<DeferredTransaction> deferredTransactions) {
        return deferredTransactions.stream()
                .map(DeferredTransaction::transactionId)
                .toList();
    }
}
