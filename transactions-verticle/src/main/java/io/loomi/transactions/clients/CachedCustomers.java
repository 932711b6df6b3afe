package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Knows people from memory for some seconds, from Redis for some minutes, and only then asks. When there is no answer, what was
 * known within a day still counts.
 */
public final class CachedCustomers implements Customers {

    /** What whoever can do without an answer waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

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

    /**
     * What is known of somebody who need not wait for better. Who was active within a day counts as active at once, and is asked
     * for behind: a suspension since then is told as a revocation, for a day. Of anybody else the answer is waited for a little;
     * empty when there is none and nothing is known.
     */
    public Future<Optional<CustomerStatus>> known(Caller caller) {
        return memory.fresh(caller.userId())
                .map(fresh -> Future.succeededFuture(Optional.of(fresh)))
                .orElseGet(() -> shared.find(caller.userId())
                        .compose(found -> found.isPresent()
                                ? Future.succeededFuture(found.map(text -> heard(caller, text)))
                                : lastKnown(caller)));
    }

    private CustomerStatus heard(Caller caller, String text) {
        CustomerStatus status = CustomerStatus.of(text);
        memory.remember(caller.userId(), status);
        return status;
    }

    private Future<Optional<CustomerStatus>> lastKnown(Caller caller) {
        return stale(caller.userId()).compose(stale -> {
            Future<Optional<CustomerStatus>> asked = statusOf(caller).map(Optional::of);
            boolean wasActive = stale.equals(Optional.of(CustomerStatus.ACTIVE));
            return wasActive ? Future.succeededFuture(stale) : soon(asked, stale);
        });
    }

    private static Future<Optional<CustomerStatus>> soon(
            Future<Optional<CustomerStatus>> asked, Optional<CustomerStatus> otherwise) {
        return asked.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).recover(failure -> switch (failure) {
            case Failure.Unavailable _, TimeoutException _ -> Future.succeededFuture(otherwise);
            default -> Future.failedFuture(failure);
        });
    }

    private Future<CustomerStatus> load(Caller caller) {
        return shared.find(caller.userId())
                .compose(found -> found.map(CustomerStatus::of)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> ask(caller)))
                .onSuccess(status -> memory.remember(caller.userId(), status))
                .recover(failure -> failure instanceof Failure.Unavailable
                        ? lastKnown(caller.userId(), failure)
                        : Future.failedFuture(failure));
    }

    private Future<CustomerStatus> ask(Caller caller) {
        return source.statusOf(caller).onSuccess(status -> shared.remember(caller.userId(), status.text()));
    }

    private Future<CustomerStatus> lastKnown(UUID userId, Throwable failure) {
        return stale(userId)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(failure)));
    }

    /** Redis first: it has heard of changes that this process has not. It is not remembered, so that customers is asked again. */
    private Future<Optional<CustomerStatus>> stale(UUID userId) {
        return shared.findStale(userId)
                .map(found -> found.map(CustomerStatus::of).or(() -> memory.stale(userId)));
    }
}
