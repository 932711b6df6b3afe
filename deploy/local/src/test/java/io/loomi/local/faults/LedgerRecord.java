package io.loomi.local.faults;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What the database of transactions has recorded.
 *
 * @param url of the database
 */
record LedgerRecord(Vertx vertx, String url) {

    private static final String KEYS = "SELECT idempotency_key FROM transactions WHERE idempotency_key IS NOT NULL";
    private static final String TOTAL = "SELECT (sum(balance) * 100)::bigint FROM accounts";
    private static final String UNSETTLED = "SELECT count(*) FROM settlements";

    List<String> keys() {
        return rows(KEYS).stream().map(row -> row.getString(0)).toList();
    }

    /** All the money that there is. */
    long totalCents() {
        return rows(TOTAL).getFirst().getLong(0);
    }

    long deferred() {
        return rows(UNSETTLED).getFirst().getLong(0);
    }

    private List<Row> rows(String sql) {
        PgConnection connection =
                PgConnection.connect(vertx, PgConnectOptions.fromUri(url)).await();
        try {
            return StreamSupport.stream(connection.query(sql).execute().await().spliterator(), false)
                    .toList();
        } finally {
            connection.close().await();
        }
    }
}
