package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import java.util.UUID;

/**
 * Knows people from memory for some seconds, from Redis for some minutes, and only then asks. When there is no answer, what was
 * known within a day still counts.
 */
public final class CachedCustomers implements Customers {

    private final Customers source;
    private final CustomerStatusCache shared;
    private final KnownPeople memory;

    public CachedCustomers(Customers source, CustomerStatusCache shared, KnownPeople memory) {
        this.source = source;
        this.shared = shared;
        this.memory = memory;
    }

    @Override
    public Future<CustomerStatus> statusOf(Caller caller) {
        return memory.find(caller.userId(), () -> load(caller));
    }

    private Future<CustomerStatus> load(Caller caller) {
        return shared.find(caller.userId())
                .compose(found -> found.map(CustomerStatus::of)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> ask(caller)))
                .onSuccess(status -> memory.remember(caller.userId(), status))
                .recover(failure -> failure instanceof Failure.Unavailable
                        ? stale(caller.userId(), failure)
                        : Future.failedFuture(failure));
    }

    private Future<CustomerStatus> ask(Caller caller) {
        return source.statusOf(caller).onSuccess(status -> shared.remember(caller.userId(), status.text()));
    }

    /** Redis first: it has heard of changes that this process has not. It is not remembered, so that customers is asked again. */
    private Future<CustomerStatus> stale(UUID userId, Throwable failure) {
        return shared.findStale(userId)
                .compose(found -> found.map(CustomerStatus::of)
                        .or(() -> memory.stale(userId))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(failure)));
    }
}
