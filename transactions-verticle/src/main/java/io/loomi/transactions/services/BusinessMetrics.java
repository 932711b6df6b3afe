package io.loomi.transactions.services;

import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Counts transactions by type and status, and measures the time from request to commit.
 *
 * <p>Not thread-safe: one per event loop. All of them write to one registry.
 */
public final class BusinessMetrics {

    /** The statuses of a new transaction; only an existing one can be cancelled. */
    private static final Set<TransactionStatus> RECORDED =
            EnumSet.of(TransactionStatus.PENDING, TransactionStatus.COMPLETED, TransactionStatus.FAILED);

    private static final Set<String> OUTCOMES = Set.of("completed", "failed", "held", "postponed");

    private final MeterRegistry registry;
    private final Map<Kind, Timer> timers = new HashMap<>();
    private final Map<String, Counter> byOutcome = new HashMap<>();
    private final Counter expiryFailures;
    private final Map<HoldAction, Counter> endings = new EnumMap<>(HoldAction.class);

    private record Kind(TransactionType type, TransactionStatus status) {}

    /**
     * Registers every series at 0, because Prometheus' {@code rate} misses the first increment of a series that starts
     * at 1.
     */
    public BusinessMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (TransactionType type : TransactionType.values()) {
            RECORDED.forEach(status -> timer(new Kind(type, status)));
        }
        OUTCOMES.forEach(this::deferred);
        this.expiryFailures = Counter.builder("loomi.holds.expiry.failures")
                .description("Failed attempts to end an expired hold")
                .register(registry);
        for (HoldAction action : HoldAction.values()) {
            endings.put(action, ending(action));
        }
    }

    /** Counts a new transaction; a replay was counted by its first request. */
    void countPosting(PostingResult posting, long nanos) {
        if (posting instanceof PostingResult.Posted(Transaction transaction)) {
            recorded(transaction, nanos);
        }
    }

    /** Counts a hold that this call ended. */
    void countEnding(HoldAction action, HoldResult ending) {
        if (ending.outcome() == HoldResult.Outcome.DONE) {
            Objects.requireNonNull(endings.get(action)).increment();
        }
    }

    /** Counts an expired hold that could not be ended. */
    void countExpiryFailure() {
        expiryFailures.increment();
    }

    /** Counts a resolved deferred transaction; it was counted as pending when it was accepted. */
    void countResolution(Transaction transaction) {
        boolean held = transaction.status() == TransactionStatus.PENDING;
        deferred(held ? "held" : transaction.status().text()).increment();
    }

    /** Counts a deferred transaction that could not be resolved yet. */
    void countPostponement() {
        deferred("postponed").increment();
    }

    private Counter deferred(String outcome) {
        return byOutcome.computeIfAbsent(
                outcome,
                _ -> Counter.builder("loomi.deferred.resolved")
                        .description(
                                "Deferred transactions that were resolved, by outcome, and how often one was postponed")
                        .tag("outcome", outcome)
                        .register(registry));
    }

    private Counter ending(HoldAction action) {
        return Counter.builder("loomi.holds.ended")
                .description("Holds that were captured, voided or expired")
                .tag("action", action.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private void recorded(Transaction transaction, long nanos) {
        timer(new Kind(transaction.type(), transaction.status())).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return timers.computeIfAbsent(
                kind,
                _ -> Timer.builder("loomi.transactions")
                        .description("Transactions recorded, and the time from request to commit")
                        .tag("type", kind.type().text())
                        .tag("status", kind.status().text())
                        .register(registry));
    }
}
