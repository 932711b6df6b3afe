package io.loomi.common.database;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.function.Function;

/**
 * The connection pool of one {@link Workload} on one event loop. It sends a statement only if the statement can end
 * before its deadline, and it limits how long the caller waits.
 */
final class BoundedPool {

    private final Pool pool;
    private final Workload workload;
    private final DatabaseFailures failures;

    BoundedPool(Pool pool, Workload workload, DatabaseFailures failures) {
        this.pool = pool;
        this.workload = workload;
        this.failures = failures;
    }

    /**
     * Runs a statement on a connection of its own.
     *
     * @param onFailure translates the failure of a statement that was sent
     */
    Future<RowSet<Row>> run(
            String sql,
            Tuple arguments,
            Optional<Deadline> deadline,
            Function<Throwable, Future<RowSet<Row>>> onFailure) {
        return pool.getConnection()
                .recover(failures::nothingDone)
                .compose(connection -> begin(connection, sql, arguments, deadline, onFailure));
    }

    private Future<RowSet<Row>> begin(
            SqlConnection connection,
            String sql,
            Tuple arguments,
            Optional<Deadline> deadline,
            Function<Throwable, Future<RowSet<Row>>> onFailure) {
        if (deadline.filter(end -> !end.allows(workload.answerTimeout())).isPresent()) {
            connection.close();
            return Future.failedFuture(tooLate());
        }
        Future<RowSet<Row>> answer = Future.succeededFuture()
                .compose(_ -> connection.preparedQuery(sql).execute(arguments))
                .onComplete(_ -> connection.close()); // when the caller gives up, the connection is still busy
        return TimeLimit.on(answer, workload.answerTimeout()).recover(onFailure);
    }

    static Failure tooLate() {
        return new Failure.Unavailable("This waited too long, and nothing was done: try again in a moment.");
    }

    /** Succeeds when PostgreSQL answers. */
    Future<Void> ping() {
        return pool.query("SELECT 1").execute().mapEmpty();
    }

    Future<Void> close() {
        return pool.close();
    }
}
