package io.loomi.common.testing;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks the consistency of the whole ledger in the database. */
public final class LedgerAudit {

    private static final String MOVED = "coalesce(captured_amount, amount)";

    /** Each query counts the violations of its rule. */
    private static final Map<String, String> RULES = new LinkedHashMap<>(
            Map.of(
                    "no balance is negative, and held never exceeds the balance",
                    "SELECT count(*) FROM accounts WHERE balance < 0 OR held < 0 OR held > balance",
                    "a balance is the sum of its movements",
                    """
            SELECT count(*) FROM accounts AS a WHERE balance <> (
              SELECT coalesce(sum(CASE type WHEN 'credit' THEN %s ELSE -%s END), 0)
                FROM transactions AS t WHERE t.user_id = a.user_id AND status = 'completed')
            """.formatted(MOVED, MOVED),
                    "held is the sum of the pending debits",
                    """
            SELECT count(*) FROM accounts AS a WHERE held <> (
              SELECT coalesce(sum(amount), 0) FROM transactions AS t
               WHERE t.user_id = a.user_id AND status = 'pending' AND type = 'debit')
            """,
                    "sequences have no gaps",
                    """
            SELECT count(*) FROM accounts AS a WHERE (a.sequence, a.sequence) <> (
              SELECT count(sequence), coalesce(max(sequence), 0) FROM transactions AS t WHERE t.user_id = a.user_id)
            """,
                    "every movement's balance is the previous one and its amount",
                    """
            SELECT count(*) FROM (
              SELECT balance_after, sum(CASE type WHEN 'credit' THEN %s ELSE -%s END)
                       OVER (PARTITION BY user_id ORDER BY sequence) AS running
                FROM transactions WHERE status = 'completed') AS line
             WHERE balance_after <> running
            """.formatted(MOVED, MOVED),
                    "sequences and times have the same order",
                    """
            SELECT count(*) FROM (
              SELECT completed_at, lag(completed_at) OVER (PARTITION BY user_id ORDER BY sequence) AS before
                FROM transactions WHERE status = 'completed') AS line
             WHERE completed_at <= before
            """,
                    "events have no gaps",
                    """
            SELECT count(*) FROM accounts AS a WHERE (a.event_sequence, a.event_sequence) <> (
              SELECT count(*), coalesce(max(sequence), 0) FROM outbox AS o WHERE o.user_id = a.user_id)
            """,
                    "every change has one event",
                    """
            SELECT count(*) FROM transactions AS t WHERE
              1 + CASE WHEN resolved_at IS NULL THEN 0 ELSE 1 END
                + CASE WHEN expires_at IS NOT NULL AND status <> 'pending' THEN 1 ELSE 0 END <> (
                SELECT count(*) FROM outbox AS o WHERE o.user_id = t.user_id AND o.transaction_id = t.id)
            """,
                    "the reversed amount is the sum of the reversals",
                    """
            SELECT count(*) FROM transactions AS t WHERE reversed_amount <> (
              SELECT coalesce(sum(amount), 0) FROM transactions AS r
               WHERE r.user_id = t.user_id AND r.reverses_id = t.id AND r.status = 'completed')
            """,
                    "an idempotency key has one row",
                    "SELECT count(*) - count(DISTINCT (user_id, idempotency_key)) FROM transactions WHERE idempotency_key IS NOT NULL"));

    static {
        RULES.put("a deferred transaction is resolved or in the queue", """
            SELECT count(*) FROM transactions AS t WHERE (deferred_at IS NOT NULL AND resolved_at IS NULL) <> EXISTS (
              SELECT FROM deferred_transactions AS s WHERE s.user_id = t.user_id AND s.transaction_id = t.id)
            """);
    }

    private LedgerAudit() {}

    /** The broken rules, each with its number of violations. */
    public static Map<String, Long> violations(Vertx vertx, String database) {
        PgConnection connection =
                PgConnection.connect(vertx, PgConnectOptions.fromUri(database)).await();
        try {
            Map<String, Long> broken = new LinkedHashMap<>();
            RULES.forEach((rule, sql) -> {
                long count = connection
                        .query(sql)
                        .execute()
                        .await()
                        .iterator()
                        .next()
                        .getLong(0);
                if (count != 0) {
                    broken.put(rule, count);
                }
            });
            return broken;
        } finally {
            connection.close().await();
        }
    }

    public static void run(Vertx vertx, String database, String sql) {
        PgConnection connection =
                PgConnection.connect(vertx, PgConnectOptions.fromUri(database)).await();
        try {
            connection.query(sql).execute().await();
        } finally {
            connection.close().await();
        }
    }
}
