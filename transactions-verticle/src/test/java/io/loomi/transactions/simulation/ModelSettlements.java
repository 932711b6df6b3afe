package io.loomi.transactions.simulation;

import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Settlement;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.loomi.transactions.repositories.SettlementRepository;
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

/** The table of settlements as the processes share it, and what has become of each. */
final class ModelSettlements {

    static final String COMPLETED = "completed";

    private final InstantSource clock;
    private final Faults faults;
    private final ModelPeople people;
    private final Map<UUID, Row> rows = new LinkedHashMap<>();
    private int settled;
    private String fault = "";

    private static final class Row {
        private final Settlement asked;
        private Instant due;
        private int attempts;
        private String outcome = "";

        private Row(Settlement asked) {
            this.asked = asked;
            this.due = asked.acceptedAt();
        }

        private Settlement leased() {
            return new Settlement(
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

    ModelSettlements(InstantSource clock, Faults faults, ModelPeople people) {
        this.clock = clock;
        this.faults = faults;
        this.people = people;
    }

    void accept(UUID id, UUID person, Optional<Recipient> recipient, boolean external) {
        Instant now = clock.instant();
        rows.put(id, new Row(new Settlement(person, id, recipient, external, now, now, 0, "simulated")));
    }

    boolean isAllSettled() {
        return settled == rows.size();
    }

    /** What must never happen and has; empty when nothing has. */
    String fault() {
        return fault;
    }

    /** The table as one process sees it; once that has died, nothing that it asks for is done or answered. */
    final class Seen implements SettlementRepository {

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
        public Future<List<Settlement>> take(Duration lease, int limit) {
            return call(() -> due(lease, faults.strike() ? 1 : limit)); // a short answer
        }

        @Override
        public Future<Optional<Transaction>> complete(Settlement settlement, Optional<UUID> recipientId) {
            boolean isForTheRecipient =
                    settlement.recipient().map(Recipient::text).equals(recipientId.map(id -> "id:" + id));
            return call(() -> settle(settlement, isForTheRecipient ? COMPLETED : "for somebody else"));
        }

        @Override
        public Future<Optional<Transaction>> fail(Settlement settlement, String reason) {
            return call(() -> settle(settlement, reason));
        }

        @Override
        public Future<Void> postpone(Settlement settlement, Duration delay) {
            return call(() -> {
                Row row = row(settlement);
                if (row.due.equals(settlement.leasedUntil())) {
                    row.due = clock.instant().plus(delay);
                    row.attempts++;
                }
                return null;
            });
        }

        @Override
        public Future<Void> giveBack(List<Settlement> settlements) {
            return settlements.isEmpty()
                    ? Future.succeededFuture()
                    : call(() -> {
                        settlements.forEach(ModelSettlements.this::giveBack);
                        return null;
                    });
        }
    }

    private Row row(Settlement settlement) {
        Row row = rows.get(settlement.transactionId());
        if (row == null) {
            throw new IllegalStateException("not a row of this table");
        }
        return row;
    }

    private List<Settlement> due(Duration lease, int limit) {
        Instant now = clock.instant();
        List<Settlement> taken = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.outcome.isEmpty() && !row.due.isAfter(now) && taken.size() < limit) {
                row.due = now.plus(lease);
                taken.add(row.leased());
            }
        }
        return taken;
    }

    private void giveBack(Settlement settlement) {
        Row row = row(settlement);
        if (row.due.equals(settlement.leasedUntil())) {
            row.due = row.asked.acceptedAt();
        }
    }

    /** As the function in PostgreSQL: the second finds it done. */
    private Optional<Transaction> settle(Settlement settlement, String outcome) {
        Row row = row(settlement);
        if (!row.outcome.isEmpty()) {
            return Optional.empty();
        }
        String right = people.isUnmet(settlement) ? "waiting for its person" : people.outcomeOf(settlement);
        if (!outcome.equals(right)) {
            fault = "at " + clock.instant() + " a settlement is " + outcome + " and not " + right;
        }
        row.outcome = outcome;
        settled++;
        return Optional.of(transaction(settlement, outcome.equals(COMPLETED)));
    }

    private Transaction transaction(Settlement settlement, boolean completed) {
        return new Transaction(
                settlement.transactionId(),
                settlement.userId(),
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
                settlement.correlationId(),
                settlement.acceptedAt(),
                clock.instant());
    }
}
