package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the index of pending transactions, on the report connections so that it delays no request. */
public final class PostgresPendingRepository implements PendingRepository {

    private final Database database;

    public PostgresPendingRepository(Database database) {
        this.database = database;
    }

    // Reads in the order of the index, so that the holds that expire first are included in the count.
    private static final String PENDING = """
        SELECT count(*)::int AS count, min(created_at) AS oldest, min(expires_at) AS first_due,
               (SELECT count(*)::int FROM (SELECT FROM deferred_transactions LIMIT $1) AS counted) AS deferred,
               (SELECT min(deferred_at) FROM deferred_transactions WHERE NOT external) AS oldest_deferred,
               (SELECT ledger_now()) AS at
        FROM (SELECT created_at, expires_at FROM transactions WHERE status = 'pending'
              ORDER BY expires_at LIMIT $1) AS pending\
        """;

    @Override
    public Future<Pending> pending() {
        return database.report(PENDING, Tuple.of(MAX_COUNTED)).map(rows -> {
            Row row = rows.iterator().next();
            DeferredSummary deferred = new DeferredSummary(row.getInteger("deferred"), instant(row, "oldest_deferred"));
            return new Pending(
                    row.getInteger("count"),
                    instant(row, "oldest"),
                    instant(row, "first_due"),
                    deferred,
                    LedgerRows.time(row, "at"));
        });
    }

    private static Optional<Instant> instant(Row row, String column) {
        @Nullable OffsetDateTime time = row.getOffsetDateTime(column);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
