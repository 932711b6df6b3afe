package io.loomi.transactions.controllers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.loomi.common.auth.Caller;
import io.loomi.common.auth.Permission;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.Hold;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.Transaction.Movement;
import io.loomi.transactions.entities.Transaction.Transfer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A transaction as the API shows it; the fields after {@code completedAt} are present only if they apply. */
record TransactionJson(
        String id,
        String userId,
        String type,
        BigDecimal amount,
        @Nullable String description,
        String status,
        @Nullable Long sequence,
        @Nullable BigDecimal balanceAfter,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant completedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String counterpartyId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String transferId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reversesId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean byAdministrator,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String actedBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal reversedAmount,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal capturedAmount,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant expiresAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String failureReason) {

    /** @param reader who reads the transaction; only an administrator sees which administrator acted */
    static TransactionJson of(Transaction transaction, Caller reader) {
        Optional<UUID> actedBy = transaction.actedBy();
        Optional<Movement> movement = transaction.movement();
        Optional<Transfer> transfer = transaction.transfer();
        Optional<Hold> hold = transaction.hold();
        return new TransactionJson(
                transaction.id().toString(),
                transaction.userId().toString(),
                transaction.type().text(),
                transaction.amount().value(),
                transaction.description().map(Description::value).orElse(null),
                transaction.status().text(),
                movement.map(Movement::sequence).orElse(null),
                movement.map(Movement::balanceAfter).orElse(null),
                transaction.createdAt(),
                transaction.updatedAt(),
                movement.map(Movement::completedAt).orElse(null),
                transfer.map(Transfer::counterpartyId).map(UUID::toString).orElse(null),
                transfer.map(Transfer::id).map(UUID::toString).orElse(null),
                transaction.reversesId().map(UUID::toString).orElse(null),
                actedBy.map(_ -> true).orElse(null),
                actedBy.filter(_ -> reader.may(Permission.ADMIN_TRANSACTIONS))
                        .map(UUID::toString)
                        .orElse(null),
                transaction.reversedAmount().signum() == 0 ? null : transaction.reversedAmount(),
                hold.flatMap(Hold::captured).map(Money::value).orElse(null),
                hold.map(Hold::expiresAt).orElse(null),
                transaction.failureReason().orElse(null));
    }
}
