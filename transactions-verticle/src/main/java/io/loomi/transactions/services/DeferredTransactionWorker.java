package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.repositories.DeferredTransactionRepository;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves deferred transactions. It sends one lookup at a time, so that after an outage each process adds only one
 * concurrent request to customers. Any number of workers may run concurrently: each leases its own transactions, and a
 * transaction is resolved only once. After a crash between lookup and commit, another worker repeats the lookup.
 */
public final class DeferredTransactionWorker {

    /** Transactions leased per run. A run looks up each of their customers once. */
    static final int BATCH_SIZE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(DeferredTransactionWorker.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration INTERVAL_WITH_BACKLOG = Duration.ofMillis(100);

    /**
     * Longer than a run plus the resolution that may begin at its end. If a lease ends too early, a second resolution
     * of the transaction does nothing.
     */
    static final Duration LEASE = Duration.ofSeconds(90);

    static final Duration MAX_RUN_TIME = Duration.ofSeconds(20);

    /** For one transaction: two lookups of up to four attempts each, with token requests and back-off, and then the commit. */
    private static final Duration MAX_RESOLUTION_TIME = Duration.ofSeconds(60);

    private static final Duration COMMIT_TIME = Duration.ofSeconds(10);

    private static final Duration MAX_DELAY = Duration.ofMinutes(1);

    /**
     * How long to wait until customers knows an external caller. Customers registers them at their first request there.
     */
    private static final Duration REGISTRATION_TIMEOUT = Duration.ofDays(1);

    private final Vertx vertx;
    private final Eligibility eligibility;
    private final DeferredTransactionRepository deferredTransactions;
    private final BooleanSupplier customersAvailable;
    private final Clock clock;
    private final RandomGenerator random;
    private final BusinessMetrics metrics;
    private boolean stopped;
    private Future<Void> inProgress = Future.succeededFuture();

    /**
     * The leased transactions that are not finished. If PostgreSQL fails during a run, the next run releases these
     * leases first.
     */
    private List<DeferredTransaction> leased = List.of();

    /**
     * @param end the time after which the run starts no transaction
     * @param customers the customers looked up in this run
     */
    private record Run(Instant end, Map<UUID, Optional<Customer>> customers) {}

    /** @param customersAvailable whether customers may be called now; otherwise a run does nothing */
    public DeferredTransactionWorker(
            Vertx vertx,
            Eligibility eligibility,
            DeferredTransactionRepository deferredTransactions,
            BooleanSupplier customersAvailable,
            Clock clock,
            RandomGenerator random,
            BusinessMetrics metrics) {
        this.vertx = vertx;
        this.eligibility = eligibility;
        this.deferredTransactions = deferredTransactions;
        this.customersAvailable = customersAvailable;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
    }

    /** Starts the periodic task. */
    public void start() {
        startIn(INTERVAL);
    }

    /** Completes when the run in progress has released the leases of the transactions that it did not resolve. */
    public Future<Void> stop() {
        stopped = true;
        return inProgress.compose(_ -> deferredTransactions.releaseLeases(leased));
    }

    private void startIn(Duration pause) {
        vertx.setTimer(
                randomBetween(pause.dividedBy(2), pause.multipliedBy(3).dividedBy(2))
                        .toMillis(),
                _ -> {
                    if (!stopped) {
                        run().onComplete(more ->
                                startIn(Boolean.TRUE.equals(more.result()) ? INTERVAL_WITH_BACKLOG : INTERVAL));
                    }
                });
    }

    /** Returns a random delay, because all processes notice at the same time that customers is available again. */
    private Duration randomBetween(Duration min, Duration max) {
        return Duration.ofMillis(random.nextLong(min.toMillis(), max.toMillis() + 1));
    }

    /** Resolves the transactions that are due; true if more are probably due. */
    Future<Boolean> run() {
        Future<Boolean> run = Future.succeededFuture()
                .compose(_ -> resolveDue())
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Resolving deferred transactions failed"));
        inProgress = run.<Void>mapEmpty().otherwiseEmpty();
        return run;
    }

    private Future<Boolean> resolveDue() {
        if (!customersAvailable.getAsBoolean()) {
            return Future.succeededFuture(false);
        }
        Run run = new Run(clock.instant().plus(MAX_RUN_TIME), new HashMap<>());
        return deferredTransactions
                .releaseLeases(leased)
                .compose(_ -> deferredTransactions.lease(LEASE, BATCH_SIZE))
                .compose(taken -> {
                    leased = taken;
                    return resolveEach(taken, run).map(all -> all && taken.size() == BATCH_SIZE);
                })
                .onSuccess(_ -> leased = List.of());
    }

    /** True if every transaction was attempted. */
    private Future<Boolean> resolveEach(List<DeferredTransaction> taken, Run run) {
        if (taken.isEmpty()) {
            return Future.succeededFuture(true);
        }
        if (stopped || clock.instant().isAfter(run.end())) {
            return deferredTransactions.releaseLeases(taken).map(false);
        }
        DeferredTransaction first = taken.getFirst();
        List<DeferredTransaction> rest = taken.subList(1, taken.size());
        CorrelationId id = CorrelationId.from(first.correlationId(), null);
        Future<Boolean> customersAnswered = Correlation.runWith(
                id,
                vertx,
                "deferred-transaction",
                () -> resolve(first, run).map(true),
                failure -> postpone(first, failure).map(!(failure instanceof Failure.Unavailable)));
        return customersAnswered.compose(answered -> answered
                ? resolveEach(rest, run)
                : deferredTransactions.releaseLeases(rest).map(false));
    }

    private Future<Void> resolve(DeferredTransaction deferred, Run run) {
        Deadline.bind(new Deadline(clock.instant().plus(MAX_RESOLUTION_TIME), COMMIT_TIME, clock));
        return findCustomer(deferred.userId(), run.customers())
                .compose(customer -> customer.isEmpty() && mayStillRegister(deferred)
                        ? Future.failedFuture("customers does not know this customer yet")
                        : Eligibility.requireActive(customer))
                .compose(_ -> recipientOf(deferred))
                .compose(
                        recipientId -> deferredTransactions.complete(deferred, recipientId),
                        failure -> failure instanceof Failure.Forbidden || failure instanceof Failure.Refused
                                ? deferredTransactions.fail(deferred, ((Failure) failure).type())
                                : Future.failedFuture(failure))
                .onSuccess(resolved -> resolved.ifPresent(this::recordResolved))
                .mapEmpty();
    }

    private Future<Optional<Customer>> findCustomer(UUID userId, Map<UUID, Optional<Customer>> customers) {
        Optional<Customer> known = customers.get(userId);
        return known != null
                ? Future.succeededFuture(known)
                : eligibility.find(userId).onSuccess(found -> customers.put(userId, found));
    }

    /** By the ledger's clock: the lease began {@link #LEASE} before its end. */
    private static boolean mayStillRegister(DeferredTransaction deferred) {
        Instant taken = deferred.leasedUntil().minus(LEASE);
        return deferred.external() && taken.isBefore(deferred.acceptedAt().plus(REGISTRATION_TIMEOUT));
    }

    private Future<Optional<UUID>> recipientOf(DeferredTransaction deferred) {
        return deferred.recipient()
                .map(recipient -> eligibility
                        .requireRecipient(deferred.userId(), recipient)
                        .map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /**
     * Postpones the transaction for a second at first, then twice as long each time, so that a failing transaction does
     * not delay others.
     */
    private Future<Void> postpone(DeferredTransaction deferred, Throwable failure) {
        metrics.countPostponement();
        LOG.atWarn()
                .addKeyValue("transactionId", deferred.transactionId())
                .addKeyValue("attempts", deferred.attempts() + 1)
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .log("Deferred transaction postponed");
        Duration backOff = Duration.ofSeconds(1L << Math.min(deferred.attempts(), 6));
        Duration delay = backOff.compareTo(MAX_DELAY) < 0 ? backOff : MAX_DELAY;
        return deferredTransactions.postpone(deferred, randomBetween(delay.dividedBy(2), delay));
    }

    private void recordResolved(Transaction resolved) {
        metrics.countResolution(resolved);
        LOG.atInfo()
                .addKeyValue("userId", resolved.userId())
                .addKeyValue("transactionId", resolved.id())
                .addKeyValue("status", resolved.status().text())
                .log("Deferred transaction resolved");
    }
}
