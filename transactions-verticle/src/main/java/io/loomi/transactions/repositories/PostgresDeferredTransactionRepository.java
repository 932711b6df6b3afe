package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.identity.Ids;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Hold;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uses the table {@code deferred_transactions} and the functions that lease and resolve its rows. */
public final class PostgresDeferredTransactionRepository implements DeferredTransactionRepository {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDeferredTransactionRepository.class);

    private final Database database;
    private final Clock clock;

    public PostgresDeferredTransactionRepository(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static final String LEASE_DUE =
            "SELECT * FROM lease_deferred_transactions(ledger_now(), make_interval(secs => $1), $2)";

    /** Ids increase in the order of creation. */
    private static final Comparator<DeferredTransaction> OLDEST_FIRST =
            Comparator.comparing(DeferredTransaction::acceptedAt).thenComparing(DeferredTransaction::transactionId);

    @Override
    public Future<List<DeferredTransaction>> lease(Duration lease, int limit) {
        Tuple arguments = Tuple.of((double) lease.toSeconds(), limit);
        return database.write(LEASE_DUE, arguments)
                .map(rows -> LedgerRows.all(rows, PostgresDeferredTransactionRepository::parse).stream()
                        .flatMap(Optional::stream)
                        .sorted(OLDEST_FIRST)
                        .toList());
    }

    /** Empty if the row cannot be read. It keeps its lease, and does not block other rows. */
    private static Optional<DeferredTransaction> parse(Row row) {
        try {
            return Optional.of(deferred(row));
        } catch (RuntimeException unreadable) {
            LOG.atError()
                    .addKeyValue("transactionId", row.getUUID("transaction_id"))
                    .addKeyValue("cause", String.valueOf(unreadable.getMessage()))
                    .log("Deferred transaction cannot be read");
            return Optional.empty();
        }
    }

    private static DeferredTransaction deferred(Row row) {
        return new DeferredTransaction(
                row.getUUID("user_id"),
                row.getUUID("transaction_id"),
                Optional.ofNullable(row.getString("recipient")).map(Recipient::of),
                row.getBoolean("external"),
                LedgerRows.time(row, "deferred_at"),
                LedgerRows.time(row, "due_at"),
                row.getInteger("attempts"),
                row.getString("correlation_id"));
    }

    @Override
    public Future<Optional<Transaction>> complete(DeferredTransaction deferred, Optional<UUID> recipientId) {
        return resolve(deferred, null, recipientId);
    }

    @Override
    public Future<Optional<Transaction>> fail(DeferredTransaction deferred, String reason) {
        return resolve(deferred, reason, Optional.empty());
    }

    private static final String RESOLVE = """
        SELECT outcome, (resolved).* FROM (SELECT ledger_now() AS now) AS clock CROSS JOIN LATERAL resolve_deferred_transaction(
          $1, $2, $3, $4, $5, clock.now + make_interval(secs => $6), clock.now)
        """;

    private Future<Optional<Transaction>> resolve(
            DeferredTransaction deferred, @Nullable String failure, Optional<UUID> recipientId) {
        Tuple arguments = Tuple.tuple()
                .addUUID(deferred.userId())
                .addUUID(deferred.transactionId())
                .addString(failure)
                .addUUID(recipientId.orElse(null))
                .addUUID(Ids.next(clock))
                .addDouble((double) Hold.TIME_TO_LIVE.toSeconds());
        return database.write(RESOLVE, arguments)
                .compose(rows -> LedgerRows.committed(
                        rows,
                        row -> "done".equals(row.getString("outcome"))
                                ? Optional.of(LedgerRows.transaction(row))
                                : Optional.empty()));
    }

    private static final double MILLIS_PER_SECOND = 1000;

    private static final String POSTPONE = """
        UPDATE deferred_transactions SET due_at = ledger_now() + make_interval(secs => $3), attempts = attempts + 1
         WHERE user_id = $1 AND transaction_id = $2 AND due_at = $4
        """;

    @Override
    public Future<Void> postpone(DeferredTransaction deferred, Duration delay) {
        Tuple arguments = Tuple.of(
                deferred.userId(),
                deferred.transactionId(),
                delay.toMillis() / MILLIS_PER_SECOND,
                LedgerRows.utc(deferred.leasedUntil()));
        return database.write(POSTPONE, arguments).mapEmpty();
    }

    private static final String RELEASE_LEASES = """
        UPDATE deferred_transactions AS s SET due_at = s.deferred_at
          FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS given (user_id, transaction_id, leased_until)
         WHERE s.user_id = given.user_id AND s.transaction_id = given.transaction_id
           AND s.due_at = given.leased_until
        """;

    @Override
    public Future<Void> releaseLeases(List<DeferredTransaction> deferredTransactions) {
        Tuple arguments = Tuple.tuple()
                .addArrayOfUUID(deferredTransactions.stream()
                        .map(DeferredTransaction::userId)
                        .toArray(UUID[]::new))
                .addArrayOfUUID(deferredTransactions.stream()
                        .map(DeferredTransaction::transactionId)
                        .toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(deferredTransactions.stream()
                        .map(one -> LedgerRows.utc(one.leasedUntil()))
                        .toArray(OffsetDateTime[]::new));
        return deferredTransactions.isEmpty()
                ? Future.succeededFuture()
                : database.write(RELEASE_LEASES, arguments).mapEmpty();
    }
}
