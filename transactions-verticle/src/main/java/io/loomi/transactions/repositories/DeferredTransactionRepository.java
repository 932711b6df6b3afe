package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is accepted and still to be settled. */
public interface DeferredTransactionRepository {

    /**
     * Takes some that are due, what waits longest first. Nobody else gets them before the lease is over; then whoever asks does,
     * so that nothing is lost with the process that took it.
     */
    Future<List<DeferredTransaction>> take(Duration lease, int limit);

    /**
     * Does what was asked for, in one commit; empty when it was settled or taken back before, and nothing was done now.
     *
     * @param recipientId who receives it, of a transfer and nothing else
     */
    Future<Optional<Transaction>> complete(DeferredTransaction deferred, Optional<UUID> recipientId);

    /**
     * Fails it and releases its money, in one commit; empty as above.
     *
     * @param reason the type of the problem that it would have been answered
     */
    Future<Optional<Transaction>> fail(DeferredTransaction deferred, String reason);

    /** It was tried in vain, and is not to be tried again for so long; does nothing once the lease is another's. */
    Future<Void> postpone(DeferredTransaction deferred, Duration delay);

    /** They were not tried: anybody may take them now. Those whose lease is another's by now stay as they are. */
    Future<Void> giveBack(List<DeferredTransaction> deferredTransactions);
}
