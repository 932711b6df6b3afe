package io.loomi.transactions.clients;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.auth.Caller;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Caches the status of customers, in memory for some seconds and in Redis for some minutes. If customers does not answer, a status
 * of the last day still counts.
 */
public final class CachedCustomers implements Customers {

    /** How long {@link #known} waits for customers. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Customers source;
    private final CustomerStatusCache shared;
    private final CustomerCache memory;
    private final StaleStatus lastKnown;

    public CachedCustomers(Customers source, CustomerStatusCache shared, CustomerCache memory) {
        this.source = source;
        this.shared = shared;
        this.memory = memory;
        this.lastKnown = new StaleStatus(shared, memory);
    }

    @Override
    public Future<CustomerStatus> statusOf(Caller caller) {
        return memory.fresh(caller.userId()).map(Future::succeededFuture).orElseGet(() -> ask(caller));
    }

    private Future<CustomerStatus> ask(Caller caller) {
        return lastKnown.findOrStale(caller.userId(), () -> find(caller));
    }

    /**
     * The caller's status, for requests that need no current one. A caller who was active within the last day counts as active while
     * revalidating: a suspension since then is known as a revocation, which is kept for a day. For others, this waits up to
     * {@link #TIMEOUT} for customers; empty if no answer comes and no status is known.
     */
    public Future<Optional<CustomerStatus>> known(Caller caller) {
        return memory.fresh(caller.userId())
                .map(fresh -> Future.succeededFuture(Optional.of(fresh)))
                .orElseGet(() -> memory.remembering(caller.userId(), () -> inRedis(caller))
                        .compose(found -> found.isPresent() ? Future.succeededFuture(found) : currentOrStale(caller)));
    }

    private Future<Optional<CustomerStatus>> inRedis(Caller caller) {
        return shared.find(caller.userId()).map(found -> found.flatMap(CustomerStatus::find));
    }

    private Future<Optional<CustomerStatus>> currentOrStale(Caller caller) {
        return lastKnown.of(caller.userId()).compose(stale -> {
            Future<Optional<CustomerStatus>> asked = ask(caller).map(Optional::of);
            boolean wasActive = stale.equals(Optional.of(CustomerStatus.ACTIVE));
            return wasActive ? Future.succeededFuture(stale) : withinTimeout(asked, stale);
        });
    }

    private static Future<Optional<CustomerStatus>> withinTimeout(
            Future<Optional<CustomerStatus>> asked, Optional<CustomerStatus> fallback) {
        return TimeLimit.on(asked, TIMEOUT).recover(failure -> switch (failure) {
            case Failure.Unavailable _, TimeoutException _ -> Future.succeededFuture(fallback);
            default -> Future.failedFuture(failure);
        });
    }

    /** If customers rejects the token of the caller who asked first, callers who shared that lookup try their own token. */
    private Future<CustomerStatus> find(Caller caller) {
        AtomicBoolean askedHere = new AtomicBoolean();
        return memory.find(caller.userId(), () -> {
                    askedHere.set(true);
                    return load(caller);
                })
                .recover(failure -> failure instanceof Failure.Unauthenticated && !askedHere.get()
                        ? load(caller)
                        : Future.failedFuture(failure));
    }

    private Future<CustomerStatus> load(Caller caller) {
        return inRedis(caller)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> source.statusOf(caller)
                                .onSuccess(status -> shared.remember(caller.userId(), status.text()))));
    }
}
