package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores deferred transactions and resolves them. */
public interface DeferredTransactionRepository {

    /**
     * Leases due transactions, the longest waiting first. No other worker gets them until the lease ends. After that
     * any worker can lease them, so that nothing is lost when a process crashes.
     */
    Future<List<DeferredTransaction>> lease(Duration lease, int limit);

    /**
     * Completes or holds the transaction, in one commit. Empty if the transaction was already resolved or cancelled;
     * nothing is done then.
     *
     * @param recipientId the recipient of a transfer; otherwise empty
     */
    Future<Optional<Transaction>> complete(DeferredTransaction deferred, Optional<UUID> recipientId);

    /**
     * Fails the transaction and releases its money, in one commit. Empty if the transaction was already resolved or
     * cancelled; nothing is done then.
     *
     * @param reason the problem type
     */
    Future<Optional<Transaction>> fail(DeferredTransaction deferred, String reason);

    /** Counts a failed attempt and delays the next one; does nothing if another worker holds the lease. */
    Future<Void> postpone(DeferredTransaction deferred, Duration delay);

    /** Ends the leases of transactions that were not attempted; skips those that another worker has leased since. */
    Future<Void> releaseLeases(List<DeferredTransaction> deferredTransactions);
}
