package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the index of what is pending, over the connections of reports: nobody waits for it. */
public final class PostgresPendingRepository implements PendingRepository {

    private final Database database;

    public PostgresPendingRepository(Database database) {
        this.database = database;
    }

    // In the order of the index, where those that end first stand first.
    private static final String PENDING = """
        SELECT count(*)::int AS count, min(created_at) AS oldest, min(expires_at) AS first_due,
               (SELECT count(*)::int FROM (SELECT FROM settlements LIMIT $1) AS counted) AS unsettled,
               (SELECT min(accepted_at) FROM settlements WHERE NOT external) AS oldest_unsettled,
               (SELECT ledger_now()) AS at
        FROM (SELECT created_at, expires_at FROM transactions WHERE status = 'pending'
              ORDER BY expires_at LIMIT $1) AS pending\
        """;

    @Override
    public Future<Pending> pending() {
        return database.report(PENDING, Tuple.of(MOST_COUNTED)).map(rows -> {
            Row row = rows.iterator().next();
            DeferredSummary deferred =
                    new DeferredSummary(row.getInteger("unsettled"), instant(row, "oldest_unsettled"));
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
