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
 * The connections of one {@link Workload} and event loop. A statement begins only if it can end before its deadline, and its
 * caller waits no longer than it can take.
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
     * @param lost makes a failure of a statement that was sent the caller's
     */
    Future<RowSet<Row>> run(
            String sql, Tuple arguments, Optional<Deadline> deadline, Function<Throwable, Future<RowSet<Row>>> lost) {
        return pool.getConnection()
                .recover(failures::nothingDone)
                .compose(connection -> begin(connection, sql, arguments, deadline, lost));
    }

    private Future<RowSet<Row>> begin(
            SqlConnection connection,
            String sql,
            Tuple arguments,
            Optional<Deadline> deadline,
            Function<Throwable, Future<RowSet<Row>>> lost) {
        if (deadline.filter(end -> !end.allows(workload.answerWait())).isPresent()) {
            connection.close();
            return Future.failedFuture(tooLate());
        }
        Future<RowSet<Row>> answer = Future.succeededFuture()
                .compose(_ -> connection.preparedQuery(sql).execute(arguments))
                .onComplete(_ -> connection.close()); // not when its caller gives up: it is busy until it answers
        return TimeLimit.on(answer, workload.answerWait()).recover(lost);
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
