package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.Grouping;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Period;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.entities.StatementRange;
import io.loomi.transactions.entities.Summary;
import io.loomi.transactions.entities.TransactionType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads reports from the table {@code transactions}. */
public final class PostgresReportRepository implements ReportRepository {

    private final Database database;

    public PostgresReportRepository(Database database) {
        this.database = database;
    }

    @Override
    public Future<Instant> now() {
        return database.report("SELECT ledger_now() AS now", Tuple.tuple())
                .map(rows -> LedgerRows.time(rows.iterator().next(), "now"));
    }

    /**
     * Within an account, the sequences and the completion times have the same order, but very old rows may have equal
     * times.
     */
    private static final String STATEMENT_RANGE = """
        SELECT coalesce(before.balance_after, 0) AS opening, coalesce(before.sequence, 0) AS after,
               coalesce(newest.sequence, 0) AS last
          FROM (VALUES (1)) AS one
          LEFT JOIN LATERAL (
            SELECT sequence, balance_after FROM transactions
             WHERE user_id = $1 AND completed_at < $2 ORDER BY completed_at DESC, sequence DESC LIMIT 1) AS before ON true
          LEFT JOIN LATERAL (
            SELECT sequence FROM transactions
             WHERE user_id = $1 AND completed_at < $3 ORDER BY completed_at DESC, sequence DESC LIMIT 1) AS newest ON true
        """;

    @Override
    public Future<StatementRange> statementRange(UUID userId, Period period) {
        return database.report(STATEMENT_RANGE, arguments(userId, period))
                .map(rows -> range(rows.iterator().next()));
    }

    private static StatementRange range(Row row) {
        return new StatementRange(LedgerRows.money(row, "opening"), row.getLong("after"), row.getLong("last"));
    }

    private static final String STATEMENT_LINES = """
        SELECT sequence, id, type, coalesce(captured_amount, amount) AS amount, description, created_at, balance_after
          FROM transactions
         WHERE user_id = $1 AND sequence > $2 AND sequence <= $3
         ORDER BY sequence LIMIT $4
        """;

    @Override
    public Future<List<StatementLine>> statementLines(UUID userId, long after, long last, int limit) {
        return database.readNext(STATEMENT_LINES, Tuple.of(userId, after, last, limit))
                .map(rows -> LedgerRows.all(rows, PostgresReportRepository::line));
    }

    private static StatementLine line(Row row) {
        return new StatementLine(
                row.getLong("sequence"),
                row.getUUID("id"),
                TransactionType.of(row.getString("type")),
                new Money(row.getBigDecimal("amount")),
                Optional.ofNullable(row.getString("description")).map(Description::new),
                LedgerRows.time(row, "created_at"),
                LedgerRows.money(row, "balance_after"));
    }

    private static final String SUMMARY = """
        SELECT date_trunc($4, created_at, 'UTC') AS start,
               count(*) FILTER (WHERE status = 'completed' AND type = 'credit') AS credits,
               coalesce(sum(moved) FILTER (WHERE status = 'completed' AND type = 'credit'), 0) AS credited,
               count(*) FILTER (WHERE status = 'completed' AND type = 'debit') AS debits,
               coalesce(sum(moved) FILTER (WHERE status = 'completed' AND type = 'debit'), 0) AS debited,
               count(*) FILTER (WHERE status = 'failed') AS failed,
               count(*) FILTER (WHERE status = 'pending') AS pending,
               coalesce(extract(epoch FROM sum(completed_at - created_at)) * 1000000, 0)::bigint AS processing_micros
          FROM (SELECT *, coalesce(captured_amount, amount) AS moved FROM transactions
                 WHERE user_id = $1 AND created_at >= $2 AND created_at < $3) AS recorded
         GROUP BY start ORDER BY start
        """;

    @Override
    public Future<List<Summary.Part>> summary(UUID userId, Period period, Grouping grouping) {
        return database.report(SUMMARY, arguments(userId, period).addString(grouping.text()))
                .map(rows -> LedgerRows.all(rows, PostgresReportRepository::part));
    }

    private static Summary.Part part(Row row) {
        return new Summary.Part(
                LedgerRows.time(row, "start"),
                new Summary.Tally(row.getLong("credits"), LedgerRows.money(row, "credited")),
                new Summary.Tally(row.getLong("debits"), LedgerRows.money(row, "debited")),
                row.getLong("failed"),
                row.getLong("pending"),
                Duration.of(row.getLong("processing_micros"), ChronoUnit.MICROS));
    }

    private static final String ACCOUNT_AT = """
        SELECT recorded.user_id, coalesce(moved.balance_after, 0) AS balance, holds.held,
               greatest(recorded.created_at, moved.completed_at, holds.changed_at) AS updated_at
          FROM (SELECT user_id, created_at FROM transactions
                 WHERE user_id = $1 AND created_at <= $2 ORDER BY created_at DESC LIMIT 1) AS recorded
          LEFT JOIN LATERAL (
            SELECT balance_after, completed_at FROM transactions
             WHERE user_id = $1 AND completed_at <= $2 ORDER BY completed_at DESC, sequence DESC LIMIT 1) AS moved ON true
          CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount) FILTER (WHERE type = 'debit' AND (ended_at IS NULL OR ended_at > $2)), 0) AS held,
                   greatest(max(ended_at) FILTER (WHERE ended_at <= $2), max(resolved_at) FILTER (WHERE resolved_at <= $2))
                     AS changed_at
              FROM (SELECT type, amount, resolved_at,
                           CASE status WHEN 'completed' THEN completed_at WHEN 'pending' THEN NULL ELSE updated_at END
                             AS ended_at
                      FROM transactions
                     WHERE user_id = $1 AND (expires_at IS NOT NULL OR deferred_at IS NOT NULL) AND created_at <= $2
                   ) AS pended) AS holds
        """;

    @Override
    public Future<Optional<Account>> accountAt(UUID userId, Instant at) {
        return database.report(ACCOUNT_AT, Tuple.of(userId, LedgerRows.utc(at)))
                .map(rows -> LedgerRows.first(rows, LedgerRows::account));
    }

    private static Tuple arguments(UUID userId, Period period) {
        return Tuple.of(userId, LedgerRows.utc(period.from()), LedgerRows.utc(period.to()));
    }
}
