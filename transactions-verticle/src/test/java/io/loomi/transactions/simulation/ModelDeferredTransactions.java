package io.loomi.transactions.simulation;

import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.loomi.transactions.repositories.DeferredTransactionRepository;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** A model of the table of deferred transactions that the processes share, with the outcome of each. */
final class ModelDeferredTransactions {

    static final String COMPLETED = "completed";

    private final InstantSource clock;
    private final FaultInjector faults;
    private final ModelCustomers customers;
    private final Map<UUID, Row> rows = new LinkedHashMap<>();
    private int resolved;
    private String violation = "";

    private static final class Row {
        private final DeferredTransaction asked;
        private Instant due;
        private int attempts;
        private String outcome = "";

        private Row(DeferredTransaction asked) {
            this.asked = asked;
            this.due = asked.acceptedAt();
        }

        private DeferredTransaction leased() {
            return new DeferredTransaction(
                    asked.userId(),
                    asked.transactionId(),
                    asked.recipient(),
                    asked.external(),
                    asked.acceptedAt(),
                    due,
                    attempts,
                    asked.correlationId());
        }
    }

    ModelDeferredTransactions(InstantSource clock, FaultInjector faults, ModelCustomers customers) {
        this.clock = clock;
        this.faults = faults;
        this.customers = customers;
    }

    void accept(UUID id, UUID customer, Optional<Recipient> recipient, boolean external) {
        Instant now = clock.instant();
        rows.put(id, new Row(new DeferredTransaction(customer, id, recipient, external, now, now, 0, "simulated")));
    }

    boolean isAllResolved() {
        return resolved == rows.size();
    }

    /** The last violation; empty if there was none. */
    String violation() {
        return violation;
    }

    /** The table as one process uses it. After the process dies, no call has an effect or gets an answer. */
    final class ProcessView implements DeferredTransactionRepository {

        private boolean dead;

        void die() {
            dead = true;
        }

        private <T> Future<T> call(Supplier<T> work) {
            return dead
                    ? silence()
                    : faults.call(work)
                            .compose(this::unlessDead, failure -> dead ? silence() : Future.failedFuture(failure));
        }

        private <T> Future<T> unlessDead(T answer) {
            return dead ? silence() : Future.succeededFuture(answer);
        }

        private static <T> Future<T> silence() {
            return Promise.<T>promise().future();
        }

        @Override
        public Future<List<DeferredTransaction>> lease(Duration lease, int limit) {
            return call(() -> due(lease, faults.occurs() ? 1 : limit)); // a short answer
        }

        @Override
        public Future<Optional<Transaction>> complete(DeferredTransaction deferred, Optional<UUID> recipientId) {
            boolean isForTheRecipient =
                    deferred.recipient().map(Recipient::text).equals(recipientId.map(id -> "id:" + id));
            return call(() -> resolve(deferred, isForTheRecipient ? COMPLETED : "for another recipient"));
        }

        @Override
        public Future<Optional<Transaction>> fail(DeferredTransaction deferred, String reason) {
            return call(() -> resolve(deferred, reason));
        }

        @Override
        public Future<Void> postpone(DeferredTransaction deferred, Duration delay) {
            return call(() -> {
                Row row = row(deferred);
                if (row.due.equals(deferred.leasedUntil())) {
                    row.due = clock.instant().plus(delay);
                    row.attempts++;
                }
                return null;
            });
        }

        @Override
        public Future<Void> releaseLeases(List<DeferredTransaction> deferredTransactions) {
            return deferredTransactions.isEmpty()
                    ? Future.succeededFuture()
                    : call(() -> {
                        deferredTransactions.forEach(ModelDeferredTransactions.this::releaseLeases);
                        return null;
                    });
        }
    }

    private Row row(DeferredTransaction deferred) {
        Row row = rows.get(deferred.transactionId());
        if (row == null) {
            throw new IllegalStateException("not a row of this table");
        }
        return row;
    }

    private List<DeferredTransaction> due(Duration lease, int limit) {
        Instant now = clock.instant();
        List<DeferredTransaction> taken = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.outcome.isEmpty() && !row.due.isAfter(now) && taken.size() < limit) {
                row.due = now.plus(lease);
                taken.add(row.leased());
            }
        }
        return taken;
    }

    private void releaseLeases(DeferredTransaction deferred) {
        Row row = row(deferred);
        if (row.due.equals(deferred.leasedUntil())) {
            row.due = row.asked.acceptedAt();
        }
    }

    /** Works like the function in PostgreSQL: a second call finds that the transaction is resolved. */
    private Optional<Transaction> resolve(DeferredTransaction deferred, String outcome) {
        Row row = row(deferred);
        if (!row.outcome.isEmpty()) {
            return Optional.empty();
        }
        String right = customers.isUnknown(deferred) ? "waiting for registration" : customers.outcomeOf(deferred);
        if (!outcome.equals(right)) {
            violation = "at " + clock.instant() + " a deferred transaction is " + outcome + " and not " + right;
        }
        row.outcome = outcome;
        resolved++;
        return Optional.of(transaction(deferred, outcome.equals(COMPLETED)));
    }

    private Transaction transaction(DeferredTransaction deferred, boolean completed) {
        return new Transaction(
                deferred.transactionId(),
                deferred.userId(),
                TransactionType.CREDIT,
                Money.of("1.00"),
                Optional.empty(),
                completed ? TransactionStatus.COMPLETED : TransactionStatus.FAILED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                BigDecimal.ZERO,
                Optional.empty(),
                false,
                deferred.correlationId(),
                deferred.acceptedAt(),
                clock.instant());
    }
}
