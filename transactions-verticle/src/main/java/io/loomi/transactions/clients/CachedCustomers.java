package io.loomi.transactions.clients;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.auth.Caller;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Unreachable;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Answers with the cached status of a customer, or asks customers. What it does depends on the age of the cached status:
 *
 * <ul>
 *   <li><b>Fresh</b>, loaded within 10 s: it is the answer for callers. Payees are always looked up, because a revocation of the
 *       payee does not stop a payer.
 *   <li><b>Stale</b>: {@link #statusOf} loads a new one, from Redis or from customers. {@link #known} answers with a status that is
 *       active, and loads a new one in the background.
 *   <li><b>Unknown</b>: it is loaded.
 *   <li><b>Customers does not answer</b>: a status of the last 24 h is the answer. Customers is asked again after 10 s.
 *   <li><b>Changed</b>: after a known change, an older status is never used, even during an outage.
 * </ul>
 *
 * <p>Not thread-safe: one per event loop. All of them share a {@link CustomerCache}.
 */
public final class CachedCustomers implements Customers, Recipients {

    /** How long {@link #known} waits for customers. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Customers callers;
    private final Recipients recipients;
    private final CustomerStatusCache redis;
    private final CustomerCache cache;

    public CachedCustomers(Customers callers, Recipients recipients, CustomerStatusCache redis, CustomerCache cache) {
        this.callers = callers;
        this.recipients = recipients;
        this.redis = redis;
        this.cache = cache;
    }

    /** The caller's status, for requests that move money. */
    @Override
    public Future<CustomerStatus> statusOf(Caller caller) {
        return cache.fresh(caller.userId()).map(Future::succeededFuture).orElseGet(() -> ask(caller));
    }

    /** The owner of an e-mail address is not cached, because an address may get another owner. */
    @Override
    public Future<Optional<Customer>> find(Recipient recipient) {
        return switch (recipient) {
            case Recipient.ById(UUID id) ->
                askOrFallBack(id, () -> loadPayee(id, recipient), Recipients.NO_ANSWER)
                        .map(status -> Optional.of(new Customer(id, status)));
            case Recipient.ByEmail _ -> recipients.find(recipient);
        };
    }

    /**
     * The caller's status, for requests that need no current one. If the caller was active within the last day, answers 'active'
     * at once and refreshes in the background: a later suspension is known as a revocation. Otherwise waits up to
     * {@link #TIMEOUT}; empty if no status is known.
     */
    public Future<Optional<CustomerStatus>> known(Caller caller) {
        UUID id = caller.userId();
        Optional<CustomerStatus> fresh = cache.fresh(id);
        return fresh.isPresent()
                ? Future.succeededFuture(fresh)
                : cache.load(id, () -> inRedis(id))
                        .compose(found -> found.isPresent() ? Future.succeededFuture(found) : revalidate(caller));
    }

    private Future<Optional<CustomerStatus>> revalidate(Caller caller) {
        return lastKnown(caller.userId()).compose(stale -> {
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

    private Future<CustomerStatus> ask(Caller caller) {
        return askOrFallBack(caller.userId(), () -> loadCaller(caller), Customers.NO_ANSWER);
    }

    /**
     * Looks the status up, and returns the last known one if customers does not answer. Shortly after a failed lookup it does not ask
     * again if a status is known. Fails with Unanswered if none is known.
     */
    private Future<CustomerStatus> askOrFallBack(UUID id, Supplier<Future<CustomerStatus>> lookup, String detail) {
        return cache.hasFailedRecently(id)
                ? lastKnown(id)
                        .compose(
                                known -> known.map(Future::succeededFuture).orElseGet(() -> lookUp(id, lookup, detail)))
                : lookUp(id, lookup, detail);
    }

    private Future<CustomerStatus> lookUp(UUID id, Supplier<Future<CustomerStatus>> lookup, String detail) {
        return lookup.get().recover(failure -> switch (failure) {
            case Failure.Unanswered unanswered -> fallBack(id, unanswered);
            // this request can wait no longer for a lookup that it shares
            case Unreachable _ -> fallBack(id, new Failure.Unanswered(detail));
            default -> Future.failedFuture(failure);
        });
    }

    private Future<CustomerStatus> fallBack(UUID id, Failure.Unanswered unanswered) {
        return lastKnown(id).map(known -> {
            CustomerStatus status = known.orElseThrow(() -> unanswered);
            cache.noteFailure(id);
            return status;
        });
    }

    /** Caches nothing, so that customers is asked again. Reads Redis first, to see a change that comes meanwhile. */
    private Future<Optional<CustomerStatus>> lastKnown(UUID id) {
        return redis.findStale(id).map(found -> cache.lastKnown(id, found.flatMap(CustomerStatus::find)));
    }

    /** If customers rejects the token of the caller who asked first, callers who shared that lookup try their own token. */
    private Future<CustomerStatus> loadCaller(Caller caller) {
        AtomicBoolean askedHere = new AtomicBoolean();
        return cache.asCaller(caller.userId(), () -> {
                    askedHere.set(true);
                    return loadAs(caller);
                })
                .recover(failure -> failure instanceof Failure.Unauthenticated && !askedHere.get()
                        ? loadAs(caller)
                        : Future.failedFuture(failure));
    }

    private Future<CustomerStatus> loadAs(Caller caller) {
        UUID id = caller.userId();
        return cache.load(
                        id,
                        () -> inRedis(id)
                                .compose(found -> found.isPresent()
                                        ? Future.succeededFuture(found)
                                        : callers.statusOf(caller)
                                                .map(Optional::of)
                                                .onSuccess(status -> share(id, status))))
                .map(Optional::orElseThrow);
    }

    /** Does not cache that a customer does not exist: a client can invent any number of ids. */
    private Future<CustomerStatus> loadPayee(UUID id, Recipient recipient) {
        return cache.asService(
                id,
                () -> cache.load(id, () -> recipients.find(recipient).map(found -> found.map(Customer::status)))
                        .onSuccess(found -> share(id, found))
                        .map(found -> found.orElse(CustomerStatus.DELETED)));
    }

    private Future<Optional<CustomerStatus>> inRedis(UUID id) {
        return redis.find(id).map(found -> found.flatMap(CustomerStatus::find));
    }

    private void share(UUID id, Optional<CustomerStatus> answer) {
        answer.ifPresent(status -> redis.remember(id, status.text()));
    }
}
