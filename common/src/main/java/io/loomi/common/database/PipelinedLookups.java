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
 * The lookups of one event loop, over one pipelined connection. Answers come in order, so a missing answer delays all
 * later ones. After a timeout, the next lookup uses a new connection.
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
                        used.close(); // its connection ends at the idle timeout
                    }
                })
                .recover(failures::nothingDone);
    }

    Future<Void> close() {
        return client.close();
    }
}
