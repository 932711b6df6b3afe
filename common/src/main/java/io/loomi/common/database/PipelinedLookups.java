package io.loomi.common.database;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.resilience.Deadline;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The look-ups of one event loop, over one pipelined connection. Answers come in order, so one that does not come
 * delays all others. The next look-up then uses a new connection.
 */
final class PipelinedLookups {

    private final Supplier<SqlClient> connect;
    private final DatabaseFailures failures;
    private SqlClient client;

    PipelinedLookups(Supplier<SqlClient> connect, DatabaseFailures failures) {
        this.connect = connect;
        this.failures = failures;
        this.client = connect.get();
    }

    Future<RowSet<Row>> run(String sql, Tuple arguments, Optional<Deadline> deadline) {
        Duration wait = Workload.LOOKUPS.answerTimeout();
        if (deadline.filter(end -> !end.allows(wait)).isPresent()) {
            return Future.failedFuture(BoundedPool.tooLate());
        }
        SqlClient used = client;
        return TimeLimit.on(used.preparedQuery(sql).execute(arguments), wait)
                .onFailure(failure -> {
                    if (failure instanceof TimeoutException && used.equals(client)) {
                        client = connect.get();
                        used.close(); // it ends when its connection has been idle for long enough
                    }
                })
                .recover(failures::nothingDone);
    }

    Future<Void> close() {
        return client.close();
    }
}
