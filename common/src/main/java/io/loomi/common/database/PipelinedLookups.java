package io.loomi.common.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Look-ups of one event loop, all of them over one connection. As answers come in order, one that does not come holds up
 * every other: then the next look-up goes over a new connection.
 */
final class PipelinedLookups {

    private final Supplier<SqlClient> connect;
    private SqlClient client;

    PipelinedLookups(Supplier<SqlClient> connect) {
        this.connect = connect;
        this.client = connect.get();
    }

    Future<RowSet<Row>> run(String sql, Tuple arguments) {
        SqlClient asked = client;
        return asked.preparedQuery(sql)
                .execute(arguments)
                .timeout(DatabaseConfig.ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    if (failure instanceof TimeoutException && asked.equals(client)) {
                        client = connect.get();
                        asked.close(); // ends when its connection has been silent for long enough
                    }
                });
    }

    Future<Void> close() {
        return client.close();
    }
}
