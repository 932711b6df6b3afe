package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.TransactionType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When a member of a batch fails, every other member still moves its money exactly once. */
@Slow
class CommittedOnceTest {

    private static final LedgerDatabase DATABASE = LedgerDatabase.create();

    private final Context loop = DATABASE.vertx().getOrCreateContext();
    private final LedgerRepository ledger = onLoop(
            () -> new PostgresLedgerRepository(DATABASE.database(), Clock.systemUTC(), new SimpleMeterRegistry()));
    private final HistoryRepository history = new PostgresHistoryRepository(DATABASE.database());
    private final UUID ana = UUID.randomUUID();
    private final UUID bia = UUID.randomUUID();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void anUnreadableRowFailsOnlyItsOwnReplay() {
        onLoop(() -> post(ana, "1.00", "old")).await();
        damage(ana);

        List<Future<PostingResult>> together = postTogether(() -> post(ana, "1.00", "old"), () -> post(bia, "2.00"));

        assertThatThrownBy(() -> together.getFirst().await()).isInstanceOf(Failure.OutcomeUnknown.class);
        assertThat(together.getLast().await()).isInstanceOf(PostingResult.Posted.class);
        assertThat(balance(bia)).isEqualTo("2.00");
        repair(ana);
        assertThat(LedgerAudit.violations(DATABASE.vertx(), DATABASE.url())).isEmpty();
    }

    @Test
    void aMemberWithALockedAccountFailsAlone() {
        onLoop(() -> post(ana, "1.00", "first")).await();
        PgConnection other = lock(ana);

        List<Future<PostingResult>> together = postTogether(() -> post(ana, "1.00"), () -> post(bia, "2.00"));

        assertThat(together.getLast().await()).isInstanceOf(PostingResult.Posted.class);
        assertThatThrownBy(() -> together.getFirst().await()).isInstanceOf(Failure.Unavailable.class);
        other.close().await();
        assertThat(balance(ana)).isEqualTo("1.00");
        assertThat(balance(bia)).isEqualTo("2.00");
    }

    /** Each lock wait is shorter than the lock timeout, but their sum is longer than the timeout of a batch. */
    @Test
    void aBatchThatWaitsForManyLocksEndsInTimeAndItsMembersArePostedAlone() {
        List<UUID> locked = IntStream.range(0, 4)
                .mapToObj(_ -> UUID.randomUUID())
                .sorted(Comparator.comparing(UUID::toString)) // the order in which accounts are locked
                .toList();
        locked.forEach(customer -> onLoop(() -> post(customer, "1.00", "first")).await());
        List<PgConnection> others = locked.stream().map(CommittedOnceTest::lock).toList();
        releaseOneAfterAnother(others);

        List<Future<PostingResult>> batch = onLoop(() -> {
            post(UUID.randomUUID(), "1.00", "in flight");
            List<Future<PostingResult>> posted = new ArrayList<>();
            locked.forEach(customer -> posted.add(post(customer, "1.00", "second")));
            posted.add(post(bia, "2.00"));
            return posted;
        });

        assertThat(batch).allSatisfy(posted -> assertThat(posted.await()).isInstanceOf(PostingResult.Posted.class));
        assertThat(balance(bia)).isEqualTo("2.00");
        assertThat(balance(locked.getLast())).isEqualTo("2.00");
        assertThat(LedgerAudit.violations(DATABASE.vertx(), DATABASE.url())).isEmpty();
    }

    /** Releases each lock before its wait times out. */
    private static void releaseOneAfterAnother(List<PgConnection> others) {
        for (int i = 0; i < others.size(); i++) {
            PgConnection other = others.get(i);
            DATABASE.vertx().setTimer(450L * (i + 1), _ -> other.close());
        }
    }

    /** Posts while another commit is in flight, so that the requests share the next one. */
    @SafeVarargs
    private List<Future<PostingResult>> postTogether(Supplier<Future<PostingResult>>... requests) {
        return onLoop(() -> {
            post(UUID.randomUUID(), "1.00", "in flight");
            return List.of(requests).stream().map(Supplier::get).toList();
        });
    }

    private Future<PostingResult> post(UUID customer, String amount) {
        return post(customer, amount, Optional.empty());
    }

    private Future<PostingResult> post(UUID customer, String amount, String key) {
        return post(customer, amount, Optional.of(new IdempotencyKey(key)));
    }

    private Future<PostingResult> post(UUID customer, String amount, Optional<IdempotencyKey> key) {
        NewTransaction asked = new NewTransaction(
                customer, TransactionType.CREDIT, Money.of(amount), Optional.empty(), Optional.empty(), false, key);
        return ledger.post(asked, Optional.empty(), "c");
    }

    /** Makes a row of a newer version, with an unknown type. */
    private static void damage(UUID customer) {
        change("ALTER TABLE transactions DROP CONSTRAINT IF EXISTS transactions_type_check", Tuple.tuple());
        change("UPDATE transactions SET type = 'fee' WHERE user_id = $1", Tuple.of(customer));
    }

    private static void repair(UUID customer) {
        change("UPDATE transactions SET type = 'credit' WHERE user_id = $1", Tuple.of(customer));
    }

    private static void change(String sql, Tuple arguments) {
        DATABASE.database().write(sql, arguments).await();
    }

    private static PgConnection lock(UUID customer) {
        PgConnection other = PgConnection.connect(DATABASE.vertx(), PgConnectOptions.fromUri(DATABASE.url()))
                .await();
        other.query("BEGIN").execute().await();
        other.preparedQuery("SELECT 1 FROM accounts WHERE user_id = $1 FOR UPDATE")
                .execute(Tuple.of(customer))
                .await();
        return other;
    }

    private String balance(UUID customer) {
        return history.account(customer).await().orElseThrow().balance().toString();
    }

    private <T> T onLoop(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(_ -> done.complete(work.get()));
        return done.join();
    }
}
