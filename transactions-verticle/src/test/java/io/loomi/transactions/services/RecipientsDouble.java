package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.clients.Recipients;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A double of customers for the worker; it can be slow, or fail. */
final class RecipientsDouble implements Recipients {

    private final MutableClock clock;
    private final Map<UUID, CustomerStatus> statuses = new HashMap<>();
    private final List<UUID> lookedUp = new CopyOnWriteArrayList<>();
    private final List<String> correlations = new ArrayList<>();
    private final List<Optional<Deadline>> deadlines = new ArrayList<>();
    private volatile Future<Void> ready = Future.succeededFuture();
    private Duration delay = Duration.ZERO;
    private boolean unavailable;

    RecipientsDouble(MutableClock clock) {
        this.clock = clock;
    }

    void set(UUID customer, CustomerStatus status) {
        statuses.put(customer, status);
    }

    void remove(UUID customer) {
        statuses.remove(customer);
    }

    /** Each answer takes this long from now on. */
    void answerAfter(Duration next) {
        delay = next;
    }

    /** Answers only after this future completes. */
    void answerAfter(Future<Void> next) {
        ready = next;
    }

    /** Fails from now on. */
    void becomeUnavailable() {
        unavailable = true;
    }

    /** The customers that were looked up. */
    List<UUID> lookedUp() {
        return lookedUp;
    }

    /** The deadlines of the lookups. */
    List<Optional<Deadline>> deadlines() {
        return deadlines;
    }

    /** The correlation ids of the lookups. */
    List<String> correlations() {
        return correlations;
    }

    @Override
    public Future<Optional<Customer>> find(Recipient recipient) {
        UUID customer = ((Recipient.ById) recipient).id();
        lookedUp.add(customer);
        clock.advance(delay);
        deadlines.add(Deadline.current());
        correlations.add(Correlation.currentText());
        return ready.compose(_ -> unavailable
                ? Future.failedFuture(new Failure.Unavailable("down"))
                : Future.succeededFuture(
                        Optional.ofNullable(statuses.get(customer)).map(status -> new Customer(customer, status))));
    }
}
