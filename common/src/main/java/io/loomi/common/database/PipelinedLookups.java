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
 * Look-ups of one event loop, all of them over one connection. As answers come in order, one that does not come holds up
 * every other: then the next look-up goes over a new connection.
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
        Duration wait = Workload.LOOKUPS.answerWait();
        if (deadline.filter(end -> !end.allows(wait)).isPresent()) {
            return Future.failedFuture(BoundedPool.tooLate());
        }
        SqlClient asked = client;
        return TimeLimit.on(asked.preparedQuery(sql).execute(arguments), wait)
                .onFailure(failure -> {
                    if (failure instanceof TimeoutException && asked.equals(client)) {
                        client = connect.get();
                        asked.close(); // ends when its connection has been silent for long enough
                    }
                })
                .recover(failures::nothingDone);
    }

    Future<Void> close() {
        return client.close();
    }
}
