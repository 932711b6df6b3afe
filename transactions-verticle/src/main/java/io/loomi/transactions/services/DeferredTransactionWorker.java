package io.loomi.transactions.services;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
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
 * Settles what was accepted while customers could not be asked. It asks one question at a time, so that customers, when it is
 * back, has one caller more for each process and not a herd. Any number of instances may do this side by side: each takes what
 * no other is at, and of two that settle the same the second finds it done. A crash between question and commit asks again.
 */
public final class DeferredTransactionWorker {

    /** Every process takes as many, and asks about each person among them once. */
    static final int AT_ONCE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(DeferredTransactionWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_WITH_MORE_TO_DO = Duration.ofMillis(100);

    /** Longer than a round and the settling that may begin at its end; a second settling does nothing. */
    static final Duration LEASE = Duration.ofSeconds(90);

    static final Duration LONGEST_ROUND = Duration.ofSeconds(20);

    /** Of one, with two questions, each of up to four tries with the service's token and pauses; the last of it is PostgreSQL's. */
    private static final Duration LONGEST_SETTLING = Duration.ofSeconds(60);

    private static final Duration COMMIT = Duration.ofSeconds(10);

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    /** Customers meets somebody who signs in elsewhere when they come there; for as long it waits for them. */
    private static final Duration TO_BE_MET = Duration.ofDays(1);

    private final Vertx vertx;
    private final Eligibility eligibility;
    private final DeferredTransactionRepository deferredTransactions;
    private final BooleanSupplier askable;
    private final Clock clock;
    private final RandomGenerator random;
    private final BusinessMetrics metrics;
    private boolean stopped;
    private Future<Void> inProgress = Future.succeededFuture();

    /** What a round has taken and not done with: when PostgreSQL has failed in it, the next one gives it back first. */
    private List<DeferredTransaction> owed = List.of();

    /**
     * @param end when no other one is begun
     * @param met whom customers was asked about
     */
    private record Round(Instant end, Map<UUID, Optional<Customer>> met) {}

    /** @param askable whether customers may be asked now; while it may not, nothing is done */
    public DeferredTransactionWorker(
            Vertx vertx,
            Eligibility eligibility,
            DeferredTransactionRepository deferredTransactions,
            BooleanSupplier askable,
            Clock clock,
            RandomGenerator random,
            BusinessMetrics metrics) {
        this.vertx = vertx;
        this.eligibility = eligibility;
        this.deferredTransactions = deferredTransactions;
        this.askable = askable;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
    }

    /** Settles from now on, with a pause after each round. */
    public void start() {
        startIn(PAUSE);
    }

    /** Comes back when the round in progress has given back what it has not settled. */
    public Future<Void> stop() {
        stopped = true;
        return inProgress.compose(_ -> deferredTransactions.giveBack(owed));
    }

    private void startIn(Duration pause) {
        vertx.setTimer(
                between(pause.dividedBy(2), pause.multipliedBy(3).dividedBy(2)).toMillis(), _ -> {
                    if (!stopped) {
                        round().onComplete(more ->
                                startIn(Boolean.TRUE.equals(more.result()) ? PAUSE_WITH_MORE_TO_DO : PAUSE));
                    }
                });
    }

    /** Not all at the same time: the processes have all seen customers come back. */
    private Duration between(Duration least, Duration most) {
        return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
    }

    /** Whether there is likely more to do. */
    Future<Boolean> round() {
        Future<Boolean> round = Future.succeededFuture()
                .compose(_ -> settleDue())
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Settlements not finished in this round"));
        inProgress = round.<Void>mapEmpty().otherwiseEmpty();
        return round;
    }

    private Future<Boolean> settleDue() {
        if (!askable.getAsBoolean()) {
            return Future.succeededFuture(false);
        }
        Round round = new Round(clock.instant().plus(LONGEST_ROUND), new HashMap<>());
        return deferredTransactions
                .giveBack(owed)
                .compose(_ -> deferredTransactions.take(LEASE, AT_ONCE))
                .compose(taken -> {
                    owed = taken;
                    return settleEach(taken, round).map(all -> all && taken.size() == AT_ONCE);
                })
                .onSuccess(_ -> owed = List.of());
    }

    /** Whether all of them were tried. */
    private Future<Boolean> settleEach(List<DeferredTransaction> taken, Round round) {
        if (taken.isEmpty()) {
            return Future.succeededFuture(true);
        }
        if (stopped || clock.instant().isAfter(round.end())) {
            return deferredTransactions.giveBack(taken).map(false);
        }
        DeferredTransaction first = taken.getFirst();
        List<DeferredTransaction> rest = taken.subList(1, taken.size());
        CorrelationId id = CorrelationId.from(first.correlationId(), null);
        Future<Boolean> isCustomersThere = Correlation.under(
                id,
                vertx,
                "settlement",
                () -> settle(first, round).map(true),
                failure -> postpone(first, failure).map(!(failure instanceof Failure.Unavailable)));
        return isCustomersThere.compose(there -> there
                ? settleEach(rest, round)
                : deferredTransactions.giveBack(rest).map(false));
    }

    private Future<Void> settle(DeferredTransaction deferred, Round round) {
        Deadline.bind(new Deadline(clock.instant().plus(LONGEST_SETTLING), COMMIT, clock));
        return meet(deferred.userId(), round.met())
                .compose(person -> person.isEmpty() && isToBeMet(deferred)
                        ? Future.failedFuture("customers has not met this person yet")
                        : Eligibility.requireActive(person))
                .compose(_ -> recipientOf(deferred))
                .compose(
                        recipientId -> deferredTransactions.complete(deferred, recipientId),
                        failure -> failure instanceof Failure.Forbidden || failure instanceof Failure.Refused
                                ? deferredTransactions.fail(deferred, ((Failure) failure).type())
                                : Future.failedFuture(failure))
                .onSuccess(settled -> settled.ifPresent(this::note))
                .mapEmpty();
    }

    private Future<Optional<Customer>> meet(UUID person, Map<UUID, Optional<Customer>> met) {
        Optional<Customer> known = met.get(person);
        return known != null
                ? Future.succeededFuture(known)
                : eligibility.find(person).onSuccess(found -> met.put(person, found));
    }

    /** By the ledger's clock: it was taken a lease before its end. */
    private static boolean isToBeMet(DeferredTransaction deferred) {
        Instant taken = deferred.leasedUntil().minus(LEASE);
        return deferred.external() && taken.isBefore(deferred.acceptedAt().plus(TO_BE_MET));
    }

    private Future<Optional<UUID>> recipientOf(DeferredTransaction deferred) {
        return deferred.recipient()
                .map(recipient -> eligibility
                        .requireRecipient(deferred.userId(), recipient)
                        .map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /** For a second, and twice as long each time, so that one that cannot be settled is in nobody's way. */
    private Future<Void> postpone(DeferredTransaction deferred, Throwable failure) {
        metrics.postponed();
        LOG.atWarn()
                .addKeyValue("transactionId", deferred.transactionId())
                .addKeyValue("attempts", deferred.attempts() + 1)
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .log("Settlement postponed");
        Duration most = Duration.ofSeconds(1L << Math.min(deferred.attempts(), 6));
        Duration delay = most.compareTo(LONGEST_DELAY) < 0 ? most : LONGEST_DELAY;
        return deferredTransactions.postpone(deferred, between(delay.dividedBy(2), delay));
    }

    private void note(Transaction settled) {
        metrics.settled(settled);
        LOG.atInfo()
                .addKeyValue("userId", settled.userId())
                .addKeyValue("transactionId", settled.id())
                .addKeyValue("status", settled.status().text())
                .log("Transaction settled");
    }
}
