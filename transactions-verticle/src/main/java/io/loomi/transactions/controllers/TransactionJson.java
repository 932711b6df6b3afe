package io.loomi.transactions.controllers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.loomi.transactions.entities.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A transaction as the API shows it. */
record TransactionJson(
        String id,
        String userId,
        String type,
        BigDecimal amount,
        @Nullable String description,
        String status,
        long sequence,
        BigDecimal balanceAfter,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant completedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String failureReason) {

    static TransactionJson of(Transaction transaction) {
        return new TransactionJson(
                transaction.id().toString(),
                transaction.userId().toString(),
                transaction.type().text(),
                transaction.amount().value(),
                transaction.description().orElse(null),
                transaction.status().text(),
                transaction.sequence(),
                transaction.balanceAfter(),
                transaction.createdAt(),
                transaction.updatedAt(),
                transaction.completedAt().orElse(null),
                transaction.failureReason().orElse(null));
    }
}
