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
 * What the bank does, in figures: transactions by type and status, and how long each took from request to commit.
 *
 * <p>Not thread-safe: one per event loop, all counting into one registry.
 */
public final class BusinessMetrics {

    /** What a transaction can be when it is recorded; it is cancelled later, if at all. */
    private static final Set<TransactionStatus> RECORDED =
            EnumSet.of(TransactionStatus.PENDING, TransactionStatus.COMPLETED, TransactionStatus.FAILED);

    private static final Set<String> OUTCOMES = Set.of("completed", "failed", "held", "postponed");

    private final MeterRegistry registry;
    private final Map<Kind, Timer> timers = new HashMap<>();
    private final Map<String, Counter> deferredTransactions = new HashMap<>();
    private final Counter expiryFailures;
    private final Map<HoldAction, Counter> endings = new EnumMap<>(HoldAction.class);

    private record Kind(TransactionType type, TransactionStatus status) {}

    /** All are there from the start, at 0: a rate does not see the first of a series that is not. */
    public BusinessMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (TransactionType type : TransactionType.values()) {
            RECORDED.forEach(status -> timer(new Kind(type, status)));
        }
        OUTCOMES.forEach(this::deferred);
        this.expiryFailures = Counter.builder("loomi.holds.expiry.failures")
                .description("How often a hold whose time was over could not be ended")
                .register(registry);
        for (HoldAction action : HoldAction.values()) {
            endings.put(action, ending(action));
        }
    }

    /** Counts what was recorded now; a replay was counted when it was first asked for. */
    void posted(PostingResult posting, long nanos) {
        if (posting instanceof PostingResult.Posted(Transaction transaction)) {
            recorded(transaction, nanos);
        }
    }

    /** Counts a hold that ended now. */
    void ended(HoldAction action, HoldResult ending) {
        if (ending.outcome() == HoldResult.Outcome.DONE) {
            Objects.requireNonNull(endings.get(action)).increment();
        }
    }

    /** Counts a hold that should have ended now, and could not. */
    void expiryFailed() {
        expiryFailures.increment();
    }

    /** Counts what was accepted before and is settled now; as pending it was counted when it was asked for. */
    void settled(Transaction transaction) {
        boolean held = transaction.status() == TransactionStatus.PENDING;
        deferred(held ? "held" : transaction.status().text()).increment();
    }

    /** Counts what could not be settled now. */
    void postponed() {
        deferred("postponed").increment();
    }

    private Counter deferred(String outcome) {
        return deferredTransactions.computeIfAbsent(
                outcome,
                _ -> Counter.builder("loomi.deferred.resolved")
                        .description("What came of transactions that had been accepted, and how often it had to be"
                                + " postponed")
                        .tag("outcome", outcome)
                        .register(registry));
    }

    private Counter ending(HoldAction action) {
        return Counter.builder("loomi.holds.ended")
                .description("Holds that were captured or voided, or ended by themselves")
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
