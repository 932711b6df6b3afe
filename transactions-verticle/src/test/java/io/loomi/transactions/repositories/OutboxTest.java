package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.repositories.OutboxRepository.DroppedEvents;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The outbox drops its oldest events, and what is left has no gap. */
@Slow
class OutboxTest {

    private static final Duration RETENTION = Duration.ofDays(90);

    private final LedgerDatabase ledger = LedgerDatabase.create();
    private final OutboxRepository outbox = new PostgresOutboxRepository(ledger.database());
    private final UUID ana = UUID.randomUUID();
    private final UUID bia = UUID.randomUUID();

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void dropsEventsThatAreOlderThanTheRetention() {
        credit(ana, 3);
        credit(bia, 1);
        ledger.advance(Duration.ofDays(60));
        credit(ana, 2);
        ledger.advance(Duration.ofDays(29));
        assertThat(drop(100).count()).as("the oldest are 89 days old").isZero();

        ledger.advance(Duration.ofDays(1));
        DroppedEvents dropped = drop(100);

        assertThat(dropped.count()).isEqualTo(4);
        assertThat(dropped.oldest()).hasValueSatisfying(age -> assertThat(age).isBetween(days(30), days(31)));
        assertThat(sequences(ana)).containsExactly(4L, 5L);
        assertThat(sequences(bia)).isEmpty();
    }

    @Test
    void continuesTheSequenceOfAnAccount() {
        credit(ana, 3);
        ledger.advance(RETENTION);
        assertThat(drop(100)).isEqualTo(new DroppedEvents(3, Optional.empty()));

        credit(ana, 2);

        assertThat(sequences(ana)).containsExactly(4L, 5L);
    }

    @Test
    void dropsTheOldestFirst() {
        credit(ana, 2);
        credit(bia, 2);
        credit(ana, 2);
        ledger.advance(RETENTION);

        assertThat(drop(3).count()).isEqualTo(3);

        assertThat(sequences(ana)).containsExactly(3L, 4L);
        assertThat(sequences(bia)).containsExactly(2L);
    }

    /** As after a crash of PostgreSQL, or a cancelled statement. */
    @Test
    void leavesNoGapIfADropIsRolledBackBesideAnother() {
        credit(ana, 4);
        ledger.advance(RETENTION);
        PgConnection other = connect();
        Transaction transaction = other.begin().await();
        assertThat(droppedBy(other, 2)).isEqualTo(2);

        assertThat(drop(2).count()).as("without waiting").isZero();
        transaction.rollback().await();
        other.close().await();

        assertThat(sequences(ana)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(drop(2).count()).isEqualTo(2);
        assertThat(sequences(ana)).containsExactly(3L, 4L);
    }

    @Test
    void waitsForNoPosting() {
        credit(ana, 1);
        ledger.advance(RETENTION);
        PgConnection other = connect();
        Transaction transaction = other.begin().await();
        post(other, ana);

        assertThat(drop(100).count()).isEqualTo(1);

        transaction.commit().await();
        other.close().await();
        assertThat(sequences(ana)).containsExactly(2L);
    }

    @Test
    void dropsInSeveralProcessesBesidePostings() {
        for (int day = 0; day < 20; day++) {
            credit(ana, 10);
            credit(bia, 10);
            ledger.advance(Duration.ofDays(1));
        }
        ledger.advance(RETENTION.minusDays(10).minusHours(12));

        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(outbox.dropOldest(RETENTION, 7));
            all.add(posting(i % 2 == 0 ? ana : bia));
        }
        Future.all(all).await();

        assertThat(drop(1_000).count()).isLessThan(1_000);
        assertThat(sequences(ana)).isEqualTo(upTo(300));
        assertThat(sequences(bia)).isEqualTo(upTo(300));
        assertThat(LedgerAudit.violations(ledger.vertx(), ledger.url()))
                .as("of accounts and transactions")
                .containsOnlyKeys("events have no gaps", "every change has one event");
    }

    /** Half of the first 200 events are older than the retention. */
    private static List<Long> upTo(int last) {
        return IntStream.rangeClosed(101, last).mapToObj(Long::valueOf).toList();
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }

    private DroppedEvents drop(int limit) {
        return outbox.dropOldest(RETENTION, limit).await();
    }

    private static int droppedBy(PgConnection connection, int limit) {
        return connection
                .preparedQuery("SELECT dropped FROM drop_events(ledger_now() - interval '90 days', $1)")
                .execute(Tuple.of(limit))
                .await()
                .iterator()
                .next()
                .getInteger("dropped");
    }

    private void credit(UUID person, int times) {
        for (int i = 0; i < times; i++) {
            posting(person).await();
        }
    }

    private static final String POST = """
            SELECT outcome FROM post_transactions(
              ARRAY[$1::uuid], ARRAY[uuidv7()], ARRAY['credit'], ARRAY[1.00], ARRAY[NULL], ARRAY[NULL]::uuid[], ARRAY[uuidv7()],
              ARRAY[NULL]::timestamptz[], ARRAY[NULL], ARRAY[NULL]::bytea[], ARRAY['c'], ledger_now(), '1s')
            """;

    private Future<RowSet<Row>> posting(UUID person) {
        return ledger.database().write(POST, Tuple.of(person));
    }

    private static void post(PgConnection connection, UUID person) {
        connection.preparedQuery(POST).execute(Tuple.of(person)).await();
    }

    private List<Long> sequences(UUID person) {
        RowSet<Row> rows = ledger.database()
                .read("SELECT sequence FROM outbox WHERE user_id = $1 ORDER BY sequence", Tuple.of(person))
                .await();
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getLong("sequence"))
                .toList();
    }

    private PgConnection connect() {
        return PgConnection.connect(ledger.vertx(), PgConnectOptions.fromUri(ledger.url()))
                .await();
    }
}
