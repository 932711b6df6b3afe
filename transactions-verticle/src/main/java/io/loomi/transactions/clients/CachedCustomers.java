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
 * Knows people from memory for some seconds, from Redis for some minutes, and only then asks. When there is no answer, what was
 * known within a day still counts.
 */
public final class CachedCustomers implements Customers {

    /** What whoever can do without an answer waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

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
        return lastKnown.askOrRecall(caller.userId(), () -> find(caller));
    }

    /**
     * What is known of somebody who need not wait for better. Who was active within a day counts as active at once, and is asked
     * for behind: a suspension since then is told as a revocation, for a day. Of anybody else the answer is waited for a little;
     * empty when there is none and nothing is known.
     */
    public Future<Optional<CustomerStatus>> known(Caller caller) {
        return memory.fresh(caller.userId())
                .map(fresh -> Future.succeededFuture(Optional.of(fresh)))
                .orElseGet(() -> memory.remembering(caller.userId(), () -> inRedis(caller))
                        .compose(found -> found.isPresent() ? Future.succeededFuture(found) : soonOrStale(caller)));
    }

    private Future<Optional<CustomerStatus>> inRedis(Caller caller) {
        return shared.find(caller.userId()).map(found -> found.flatMap(CustomerStatus::find));
    }

    private Future<Optional<CustomerStatus>> soonOrStale(Caller caller) {
        return lastKnown.of(caller.userId()).compose(stale -> {
            Future<Optional<CustomerStatus>> asked = ask(caller).map(Optional::of);
            boolean wasActive = stale.equals(Optional.of(CustomerStatus.ACTIVE));
            return wasActive ? Future.succeededFuture(stale) : soon(asked, stale);
        });
    }

    private static Future<Optional<CustomerStatus>> soon(
            Future<Optional<CustomerStatus>> asked, Optional<CustomerStatus> otherwise) {
        return TimeLimit.on(asked, PATIENCE).recover(failure -> switch (failure) {
            case Failure.Unavailable _, TimeoutException _ -> Future.succeededFuture(otherwise);
            default -> Future.failedFuture(failure);
        });
    }

    /** That the token of whoever asked first is not taken says nothing of another's. */
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
