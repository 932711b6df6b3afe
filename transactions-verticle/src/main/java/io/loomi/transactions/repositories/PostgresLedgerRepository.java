package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.Posting;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The ledger in the tables {@code accounts} and {@code transactions}. */
public final class PostgresLedgerRepository implements LedgerRepository {

    private static final String LOCK_TIMEOUT = "55P03";

    private final Database database;

    public PostgresLedgerRepository(Database database) {
        this.database = database;
    }

    private static final String POST =
            "SELECT outcome, (posted).* FROM post_transaction($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    @Override
    public Future<Posting> post(NewTransaction asked, UUID id, String correlationId, Instant now) {
        Tuple arguments = Tuple.tuple()
                .addUUID(asked.userId())
                .addUUID(id)
                .addString(asked.type().text())
                .addBigDecimal(asked.amount().value())
                .addString(asked.description().orElse(null))
                .addString(asked.key().map(IdempotencyKey::value).orElse(null))
                .addBuffer(asked.key().map(_ -> Buffer.buffer(asked.hash())).orElse(null))
                .addString(correlationId)
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC));
        return database.run(POST, arguments)
                .map(rows -> posting(rows.iterator().next()))
                .recover(failure -> isLockTimeout(failure) ? stillHeld(asked) : Future.failedFuture(failure));
    }

    private static Posting posting(Row row) {
        return switch (row.getString("outcome")) {
            case "posted" -> new Posting.Posted(LedgerRows.transaction(row));
            case "replayed" -> new Posting.Replayed(LedgerRows.transaction(row));
            case "key-reused" -> new Posting.KeyReused();
            default -> throw new IllegalStateException("unknown outcome " + row.getString("outcome"));
        };
    }

    private static boolean isLockTimeout(Throwable failure) {
        return failure instanceof PgException database && LOCK_TIMEOUT.equals(database.getSqlState());
    }

    private static Future<Posting> stillHeld(NewTransaction asked) {
        return asked.key().isPresent()
                ? Future.succeededFuture(new Posting.KeyInUse())
                : Future.failedFuture(new Failure.Unavailable("This account is very busy: try again in a moment."));
    }

    private static final String FIND =
            "SELECT " + LedgerRows.COLUMNS + " FROM transactions WHERE user_id = $1 AND id = $2";

    @Override
    public Future<Optional<Transaction>> find(UUID userId, UUID id) {
        return database.lookUp(FIND, Tuple.of(userId, id)).map(PostgresLedgerRepository::first);
    }

    private static final String FIND_ANYONES = "SELECT " + LedgerRows.COLUMNS + " FROM transactions WHERE id = $1";

    @Override
    public Future<Optional<Transaction>> findAnyones(UUID id) {
        return database.lookUp(FIND_ANYONES, Tuple.of(id)).map(PostgresLedgerRepository::first);
    }

    private static final String HISTORY = "SELECT " + LedgerRows.COLUMNS + """
             FROM transactions
             WHERE user_id = $1
               AND ($2::text IS NULL OR type = $2)
               AND ($3::text IS NULL OR status = $3)
               AND ($4::timestamptz IS NULL OR created_at >= $4)
               AND ($5::timestamptz IS NULL OR created_at < $5)
               AND ($6::numeric IS NULL OR amount >= $6)
               AND ($7::numeric IS NULL OR amount <= $7)
               AND ($8::bigint IS NULL OR sequence < $8)
             ORDER BY sequence DESC
             LIMIT $9
            """;

    @Override
    public Future<List<Transaction>> history(UUID userId, HistoryFilter filter, Optional<Long> before, int limit) {
        Tuple arguments = Tuple.tuple()
                .addUUID(userId)
                .addString(filter.type().map(TransactionType::text).orElse(null))
                .addString(filter.status().map(TransactionStatus::text).orElse(null))
                .addOffsetDateTime(
                        filter.from().map(from -> from.atOffset(ZoneOffset.UTC)).orElse(null))
                .addOffsetDateTime(
                        filter.to().map(to -> to.atOffset(ZoneOffset.UTC)).orElse(null))
                .addBigDecimal(filter.minAmount().map(Money::value).orElse(null))
                .addBigDecimal(filter.maxAmount().map(Money::value).orElse(null))
                .addLong(before.orElse(null))
                .addInteger(limit);
        return database.run(HISTORY, arguments)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(LedgerRows::transaction)
                        .toList());
    }

    private static final String ACCOUNT = "SELECT user_id, balance, held, updated_at FROM accounts WHERE user_id = $1";

    @Override
    public Future<Optional<Account>> account(UUID userId) {
        return database.lookUp(ACCOUNT, Tuple.of(userId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(LedgerRows::account));
    }

    private static Optional<Transaction> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst().map(LedgerRows::transaction);
    }
}
