package io.loomi.transactions.services;

import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the bank does, in figures: transactions by type and status, and how long each took from request to commit.
 *
 * <p>Not thread-safe: one per event loop, all counting into one registry.
 */
public final class BusinessMetrics {

    private final MeterRegistry registry;
    private final Map<Kind, Timer> timers = new HashMap<>();

    private record Kind(TransactionType type, TransactionStatus status) {}

    public BusinessMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void recorded(Transaction transaction, long nanos) {
        timers.computeIfAbsent(new Kind(transaction.type(), transaction.status()), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("loomi.transactions")
                .description("Transactions recorded, and the time from request to commit")
                .tag("type", kind.type().text())
                .tag("status", kind.status().text())
                .register(registry);
    }
}
