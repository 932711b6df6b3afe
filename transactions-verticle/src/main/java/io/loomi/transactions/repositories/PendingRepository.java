package io.loomi.transactions.repositories;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/** Summarizes the pending transactions of all accounts. */
@FunctionalInterface
public interface PendingRepository {

    /** Counting stops here, because an exact larger number is not worth the time. */
    int MAX_COUNTED = 100_000;

    Future<Pending> pending();

    /**
     * Transactions with the status {@code pending}.
     *
     * @param count their number, at most {@link #MAX_COUNTED}
     * @param oldest when the oldest was created
     * @param firstDue when the first hold expires; if the time has passed, its expiry is late
     * @param deferred the deferred transactions among them
     * @param at when this was read; all times are by the ledger's clock
     */
    record Pending(
            int count, Optional<Instant> oldest, Optional<Instant> firstDue, DeferredSummary deferred, Instant at) {}

    /**
     * @param count their number, at most {@link #MAX_COUNTED}
     * @param oldest when the oldest was accepted; excludes transactions of external callers, whom customers may not
     *     know yet
     */
    record DeferredSummary(int count, Optional<Instant> oldest) {

        public static final DeferredSummary NOTHING = new DeferredSummary(0, Optional.empty());
    }
}
