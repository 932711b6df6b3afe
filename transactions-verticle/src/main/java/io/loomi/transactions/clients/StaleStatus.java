package io.loomi.transactions.clients;

import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Falls back to the status of the last day while customers does not answer. */
final class StaleStatus {

    private final CustomerStatusCache shared;
    private final CustomerCache memory;

    StaleStatus(CustomerStatusCache shared, CustomerCache memory) {
        this.shared = shared;
        this.memory = memory;
    }

    /**
     * The last known status. Reads Redis first, as it may have changes that this process has missed. For a customer whose change
     * this process knows, Redis may be behind: then the result is empty. Nothing is cached, so that customers is asked again.
     */
    Future<Optional<CustomerStatus>> of(UUID userId) {
        if (memory.hasChanged(userId)) {
            return Future.succeededFuture(Optional.empty());
        }
        return shared.findStale(userId)
                .map(found -> found.flatMap(CustomerStatus::find).or(() -> memory.stale(userId)));
    }

    /**
     * Asks, and returns the last known status if no answer comes. Shortly after a failed lookup it does not ask again if a status is
     * known. Fails with Unanswered if no status is known.
     */
    Future<CustomerStatus> findOrStale(UUID userId, Supplier<Future<CustomerStatus>> lookUp) {
        return memory.isUnanswered(userId)
                ? of(userId).compose(found -> found.map(Future::succeededFuture).orElseGet(() -> ask(userId, lookUp)))
                : ask(userId, lookUp);
    }

    private Future<CustomerStatus> ask(UUID userId, Supplier<Future<CustomerStatus>> lookUp) {
        return lookUp.get()
                .recover(failure -> failure instanceof Failure.Unanswered
                        ? fallBack(userId, failure)
                        : Future.failedFuture(failure));
    }

    private Future<CustomerStatus> fallBack(UUID userId, Throwable failure) {
        memory.noteUnanswered(userId);
        return of(userId)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(failure)));
    }
}
