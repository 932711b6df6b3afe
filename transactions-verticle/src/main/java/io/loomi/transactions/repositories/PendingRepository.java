package io.loomi.transactions.repositories;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/** What is not settled yet, as a whole. */
@FunctionalInterface
public interface PendingRepository {

    /** Counting stops here: beyond, it would only cost time to know how many more there are. */
    int MOST_COUNTED = 100_000;

    Future<Pending> pending();

    /**
     * Transactions with the status {@code pending}.
     *
     * @param count how many, {@link #MOST_COUNTED} at most
     * @param oldest when the first of them was asked for
     * @param firstDue when the first of them should end by itself; in the past, its end is late
     * @param deferred those of them that were accepted and are still to be settled
     * @param at when it was so, by the ledger's clock, as all these times are
     */
    record Pending(
            int count, Optional<Instant> oldest, Optional<Instant> firstDue, DeferredSummary deferred, Instant at) {}

    /**
     * @param count how many, {@link #MOST_COUNTED} at most
     * @param oldest when the first of them was accepted that does not wait for its person to come to customers
     */
    record DeferredSummary(int count, Optional<Instant> oldest) {

        public static final DeferredSummary NOTHING = new DeferredSummary(0, Optional.empty());
    }
}
