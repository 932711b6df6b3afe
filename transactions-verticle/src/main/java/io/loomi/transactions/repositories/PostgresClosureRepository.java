package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.transactions.entities.Closure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Stores closures in the columns {@code closed_until} and {@code closures} of the table {@code accounts}. */
public final class PostgresClosureRepository implements ClosureRepository {

    private final Database database;

    public PostgresClosureRepository(Database database) {
        this.database = database;
    }

    private static final String CLOSE = "SELECT closed, balance, held, pending "
            + "FROM close_account($1, $2, make_interval(secs => $3), ledger_now())";

    @Override
    public Future<Closure> close(UUID userId, UUID closureId, Duration duration) {
        return database.write(CLOSE, Tuple.of(userId, closureId, (double) duration.toSeconds()))
                .compose(rows -> LedgerRows.committed(rows, PostgresClosureRepository::closure))
                .recover(PostingFailures::ofRepeatable);
    }

    private static Closure closure(Row row) {
        return new Closure(
                row.getBoolean("closed"),
                LedgerRows.money(row, "balance"),
                LedgerRows.money(row, "held"),
                row.getLong("pending"));
    }

    private static final String REOPEN = "SELECT reopen_account($1, $2)";

    @Override
    public Future<Void> reopen(UUID userId, UUID closureId) {
        return database.write(REOPEN, Tuple.of(userId, closureId))
                .<Void>mapEmpty()
                .recover(PostingFailures::ofRepeatable);
    }

    private static final String REOPEN_LAPSED = "SELECT user_id FROM reopen_lapsed_accounts(ledger_now()) AS user_id";

    @Override
    public Future<List<UUID>> reopenLapsed() {
        return database.write(REOPEN_LAPSED, Tuple.tuple())
                .map(rows -> LedgerRows.all(rows, row -> row.getUUID("user_id")));
    }
}
