package io.loomi.transactions.repositories;

import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.Hold;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps rows of the ledger's tables to entities. */
final class LedgerRows {

    static final String COLUMNS =
            "user_id, id, type, amount, description, status, failure_reason, counterparty_id, transfer_id, "
                    + "reverses_id, acted_by, captured_amount, expires_at, reversed_amount, sequence, balance_after, correlation_id, "
                    + "created_at, updated_at, completed_at, deferred_at, resolved_at";

    private static final Logger LOG = LoggerFactory.getLogger(LedgerRows.class);
    private static final int DECIMALS = 2;

    private LedgerRows() {}

    static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> mapper) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst().map(mapper);
    }

    static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapper) {
        return StreamSupport.stream(rows.spliterator(), false).map(mapper).toList();
    }

    /**
     * Maps the row of a committed statement. Fails with OutcomeUnknown if the row cannot be read, because the statement
     * has been committed.
     */
    static <T> Future<T> committed(Row row, Function<Row, T> mapper) {
        try {
            return Future.succeededFuture(mapper.apply(row));
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).log("Committed row cannot be read");
            return Future.failedFuture(new Failure.OutcomeUnknown());
        }
    }

    static <T> Future<T> committed(RowSet<Row> rows, Function<Row, T> mapper) {
        return committed(rows.iterator().next(), mapper);
    }

    static Transaction transaction(Row row) {
        return new Transaction(
                row.getUUID("id"),
                row.getUUID("user_id"),
                TransactionType.of(row.getString("type")),
                new Money(row.getBigDecimal("amount")),
                Optional.ofNullable(row.getString("description")).map(Description::new),
                TransactionStatus.of(row.getString("status")),
                Optional.ofNullable(row.getString("failure_reason")),
                Optional.ofNullable(row.getUUID("transfer_id"))
                        .map(id -> new Transaction.Transfer(row.getUUID("counterparty_id"), id)),
                Optional.ofNullable(row.getUUID("reverses_id")),
                Optional.ofNullable(row.getUUID("acted_by")),
                Optional.ofNullable(row.getOffsetDateTime("expires_at"))
                        .map(end -> new Hold(
                                end.toInstant(),
                                Optional.ofNullable(row.getBigDecimal("captured_amount"))
                                        .map(Money::new))),
                money(row, "reversed_amount"),
                movement(row),
                row.getValue("deferred_at") != null && row.getValue("resolved_at") == null,
                row.getString("correlation_id"),
                time(row, "created_at"),
                time(row, "updated_at"));
    }

    private static Optional<Transaction.Movement> movement(Row row) {
        @Nullable Long sequence = row.getLong("sequence");
        return sequence == null
                ? Optional.empty()
                : Optional.of(
                        new Transaction.Movement(sequence, money(row, "balance_after"), time(row, "completed_at")));
    }

    static Account account(Row row) {
        return new Account(
                row.getUUID("user_id"),
                money(row, "balance"),
                money(row, "held"),
                Optional.of(time(row, "updated_at")));
    }

    static BigDecimal money(Row row, String column) {
        return row.getBigDecimal(column).setScale(DECIMALS);
    }

    static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
