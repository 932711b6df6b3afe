package io.loomi.local.faults;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Reads the ledger from the database of transactions.
 *
 * @param url the URL of the database
 */
record LedgerReader(Vertx vertx, String url) {

    private static final String KEYS = "SELECT idempotency_key FROM transactions WHERE idempotency_key IS NOT NULL";
    private static final String TOTAL = "SELECT (sum(balance) * 100)::bigint FROM accounts";
    private static final String DEFERRED = "SELECT count(*) FROM deferred_transactions";

    List<String> keys() {
        return rows(KEYS).stream().map(row -> row.getString(0)).toList();
    }

    /** The sum of all balances. */
    long totalCents() {
        return rows(TOTAL).getFirst().getLong(0);
    }

    long deferred() {
        return rows(DEFERRED).getFirst().getLong(0);
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
