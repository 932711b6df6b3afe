package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.HistoryPosition;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the tables {@code accounts} and {@code transactions}. */
public final class PostgresHistoryRepository implements HistoryRepository {

    private final Database database;

    public PostgresHistoryRepository(Database database) {
        this.database = database;
    }

    private static final String FIND =
            "SELECT " + LedgerRows.COLUMNS + " FROM transactions WHERE user_id = $1 AND id = $2";

    @Override
    public Future<Optional<Transaction>> find(UUID userId, UUID id) {
        return database.lookUp(FIND, Tuple.of(userId, id)).map(rows -> LedgerRows.first(rows, LedgerRows::transaction));
    }

    private static final String FIND_FOR_ANY_OWNER =
            "SELECT " + LedgerRows.COLUMNS + " FROM transactions WHERE id = $1";

    @Override
    public Future<Optional<Transaction>> findForAnyOwner(UUID id) {
        return database.lookUp(FIND_FOR_ANY_OWNER, Tuple.of(id))
                .map(rows -> LedgerRows.first(rows, LedgerRows::transaction));
    }

    private static final String FILTERED = "SELECT " + LedgerRows.COLUMNS + """
             FROM transactions
             WHERE user_id = $1
               AND ($2::text IS NULL OR type = $2)
               AND ($3::text IS NULL OR status = $3)
               AND created_at >= $4
               AND created_at < $5
               AND ($6::numeric IS NULL OR amount >= $6)
               AND ($7::numeric IS NULL OR amount <= $7)
               AND (created_at, id) < ($8, $9)
            """;

    /**
     * A separate condition, because PostgreSQL would not use the text index for an optional condition in the statement
     * above.
     */
    private static final String WITH_WORDS =
            "AND description IS NOT NULL AND to_tsvector('simple', normalize(description, NFKC))"
                    + " @@ plainto_tsquery('simple', normalize($11, NFKC)) ";

    /** A redundant condition that lets PostgreSQL use the partial index of transactions that are not completed. */
    private static final String NOT_COMPLETED = "AND status <> 'completed' ";

    private static final String NEWEST_FIRST = "ORDER BY created_at DESC, id DESC LIMIT $10";

    private static final OffsetDateTime EARLIEST = OffsetDateTime.parse("0001-01-01T00:00:00Z");
    private static final OffsetDateTime LATEST = OffsetDateTime.parse("9999-12-31T23:59:59Z");
    private static final HistoryPosition NEWEST = new HistoryPosition(LATEST.toInstant(), new UUID(-1, -1));

    @Override
    public Future<List<Transaction>> history(
            UUID userId, HistoryFilter filter, Optional<HistoryPosition> before, int limit) {
        HistoryPosition start = before.orElse(NEWEST);
        Tuple arguments = Tuple.tuple()
                .addUUID(userId)
                .addString(filter.type().map(TransactionType::text).orElse(null))
                .addString(filter.status().map(TransactionStatus::text).orElse(null))
                .addOffsetDateTime(filter.from().map(LedgerRows::utc).orElse(EARLIEST))
                .addOffsetDateTime(filter.to().map(LedgerRows::utc).orElse(LATEST))
                .addBigDecimal(filter.minAmount().map(Money::value).orElse(null))
                .addBigDecimal(filter.maxAmount().map(Money::value).orElse(null))
                .addOffsetDateTime(LedgerRows.utc(start.createdAt()))
                .addUUID(start.id())
                .addInteger(limit);
        filter.words().ifPresent(arguments::addString);
        String statement = statement(filter);
        return (filter.words().isPresent()
                        ? database.report(statement, arguments)
                        : database.read(statement, arguments))
                .map(rows -> LedgerRows.all(rows, LedgerRows::transaction));
    }

    private static String statement(HistoryFilter filter) {
        boolean notCompleted = filter.status()
                .filter(status -> status != TransactionStatus.COMPLETED)
                .isPresent();
        return FILTERED
                + (filter.words().isPresent() ? WITH_WORDS : "")
                + (notCompleted ? NOT_COMPLETED : "")
                + NEWEST_FIRST;
    }

    private static final String ACCOUNT = "SELECT user_id, balance, held, updated_at FROM accounts WHERE user_id = $1";

    @Override
    public Future<Optional<Account>> account(UUID userId) {
        return database.lookUp(ACCOUNT, Tuple.of(userId)).map(rows -> LedgerRows.first(rows, LedgerRows::account));
    }
}
