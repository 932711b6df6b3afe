package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.repositories.DeferredTransactionRepository;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/** A double of the table of deferred transactions, which records their outcomes. */
final class DeferredTransactionsDouble implements DeferredTransactionRepository {

    private final Queue<DeferredTransaction> due = new ArrayDeque<>();
    private final List<DeferredTransaction> completed = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<Duration> postponed = new ArrayList<>();
    private final InstantSource clock;
    private boolean unavailable;

    DeferredTransactionsDouble(InstantSource clock) {
        this.clock = clock;
    }

    void add(DeferredTransaction deferred) {
        due.add(deferred);
    }

    /** Makes PostgreSQL fail, or recover, from the next call on. */
    void setUnavailable(boolean next) {
        unavailable = next;
    }

    Queue<DeferredTransaction> due() {
        return due;
    }

    List<DeferredTransaction> completed() {
        return completed;
    }

    /** The reasons of the failed transactions. */
    List<String> failed() {
        return failed;
    }

    /** The delays of the postponed transactions. */
    List<Duration> postponed() {
        return postponed;
    }

    private <T> Future<T> unlessUnavailable(Runnable work, T result) {
        if (unavailable) {
            return Future.failedFuture(new Failure.Unavailable("gone"));
        }
        work.run();
        return Future.succeededFuture(result);
    }

    @Override
    public Future<List<DeferredTransaction>> lease(Duration lease, int limit) {
        List<DeferredTransaction> taken = new ArrayList<>();
        while (taken.size() < limit && !due.isEmpty()) {
            taken.add(leased(due.remove(), clock.instant().plus(lease)));
        }
        return Future.succeededFuture(taken);
    }

    private static DeferredTransaction leased(DeferredTransaction due, Instant until) {
        return new DeferredTransaction(
                due.userId(),
                due.transactionId(),
                due.recipient(),
                due.external(),
                due.acceptedAt(),
                until,
                due.attempts(),
                due.correlationId());
    }

    @Override
    public Future<Optional<Transaction>> complete(DeferredTransaction deferred, Optional<UUID> recipientId) {
        return unlessUnavailable(() -> completed.add(deferred), Optional.empty());
    }

    @Override
    public Future<Optional<Transaction>> fail(DeferredTransaction deferred, String reason) {
        failed.add(reason);
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Void> postpone(DeferredTransaction deferred, Duration delay) {
        return unlessUnavailable(() -> postponed.add(delay), null);
    }

    @Override
    public Future<Void> releaseLeases(List<DeferredTransaction> deferredTransactions) {
        return unlessUnavailable(() -> due.addAll(deferredTransactions), null);
    }
}
