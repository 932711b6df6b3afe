package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Rows of the ledger's tables as entities. */
final class LedgerRows {

    static final String COLUMNS =
            "user_id, id, sequence, type, amount, description, status, failure_reason, balance_after, "
                    + "correlation_id, created_at, updated_at, completed_at";

    private static final int DECIMALS = 2;

    private LedgerRows() {}

    static Transaction transaction(Row row) {
        return new Transaction(
                row.getUUID("id"),
                row.getUUID("user_id"),
                row.getLong("sequence"),
                TransactionType.of(row.getString("type")),
                new Money(row.getBigDecimal("amount")),
                Optional.ofNullable(row.getString("description")),
                TransactionStatus.of(row.getString("status")),
                money(row, "balance_after"),
                row.getString("correlation_id"),
                Optional.ofNullable(row.getString("failure_reason")),
                time(row, "created_at"),
                time(row, "updated_at"),
                Optional.ofNullable(row.getOffsetDateTime("completed_at")).map(OffsetDateTime::toInstant));
    }

    static Account account(Row row) {
        return new Account(
                row.getUUID("user_id"),
                money(row, "balance"),
                money(row, "held"),
                Optional.of(time(row, "updated_at")));
    }

    private static BigDecimal money(Row row, String column) {
        return row.getBigDecimal(column).setScale(DECIMALS);
    }

    private static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
