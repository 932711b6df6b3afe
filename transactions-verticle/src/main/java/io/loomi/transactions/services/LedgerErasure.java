package io.loomi.transactions.services;

import io.loomi.common.async.PeriodicTask;
import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.clients.Erasures;
import io.loomi.transactions.entities.ErasureStep;
import io.loomi.transactions.repositories.ClosureRepository;
import io.loomi.transactions.repositories.ErasureRepository;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases deleted customers from the ledger: reads the list of erasures from customers, and removes descriptions and
 * idempotency keys of these customers, a few rows per commit. Both steps may fail at any time. They are then repeated,
 * and repeating a step that succeeded changes nothing. Any number of processes may do this concurrently.
 */
public final class LedgerErasure {

    /**
     * How long after an erasure a request of that customer may still be recorded: the 15 minutes of an access token, and the time
     * that a status stays cached.
     */
    static final Duration GRACE_PERIOD = Duration.ofMinutes(30);

    private static final Logger LOG = LoggerFactory.getLogger(LedgerErasure.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int ROWS_A_COMMIT = 100;

    private final PeriodicTask task;
    private final Erasures customers;
    private final ErasureRepository ledger;
    private final ClosureRepository closures;
    private final Counter texts;
    private final Counter sweeps;

    public LedgerErasure(
            Vertx vertx,
            Erasures customers,
            ErasureRepository ledger,
            ClosureRepository closures,
            MeterRegistry registry) {
        this.task = new PeriodicTask(vertx, INTERVAL, () -> Correlation.runWithNewId(vertx, this::run));
        this.customers = customers;
        this.ledger = ledger;
        this.closures = closures;
        this.texts = Counter.builder("loomi.erasure.texts")
                .description("Rows from which the text of an erased customer was removed")
                .register(registry);
        this.sweeps = Counter.builder("loomi.erasure.sweeps")
                .description("Completed sweeps over all rows of an erased customer; each customer gets two")
                .register(registry);
    }

    /** Starts the periodic task. */
    public void start() {
        task.start();
    }

    public Future<Void> stop() {
        return task.stop();
    }

    /** Known erasures continue while customers is unavailable. Never fails. */
    private Future<Void> run() {
        return logFailure(this::readErasures, "Reading erasures failed")
                .compose(_ -> logFailure(this::eraseTexts, "Erasing texts failed"));
    }

    private static Future<Void> logFailure(Supplier<Future<Void>> work, String message) {
        return Future.succeededFuture().compose(_ -> work.get()).recover(failure -> {
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .log(message);
            return Future.succeededFuture();
        });
    }

    private Future<Void> readErasures() {
        return ledger.lastPosition()
                .compose(this::readAfter)
                .compose(all -> all ? reopenLapsed() : Future.succeededFuture());
    }

    /** Reads one part of the list. Returns whether the end of the list was reached. */
    private Future<Boolean> readAfter(long position) {
        return customers
                .after(position)
                .compose(part -> part.erasures().isEmpty()
                        ? Future.succeededFuture(true)
                        : ledger.add(part.erasures())
                                .compose(_ -> part.more() && !task.isStopped()
                                        ? readBeyond(position)
                                        : Future.succeededFuture(!part.more())));
    }

    /**
     * Reopens accounts whose closures have lapsed. This runs only after the list of erasures was read, because an
     * erased customer's account must stay closed. An erasure takes seconds and a closure lasts for minutes, so the list
     * is recent enough.
     */
    private Future<Void> reopenLapsed() {
        return closures.reopenLapsed()
                .onSuccess(owners -> owners.forEach(
                        owner -> LOG.atInfo().addKeyValue("userId", owner).log("Account closure lapsed")))
                .mapEmpty();
    }

    /**
     * Continues only if the position has advanced. Otherwise the same part would be read repeatedly without a pause.
     */
    private Future<Boolean> readBeyond(long position) {
        return ledger.lastPosition()
                .compose(reached -> reached > position
                        ? readAfter(reached)
                        : Future.failedFuture(
                                "customers reports more erasures after position " + position + ", but returns none"));
    }

    /** Erases one batch at a time, because erasure is not urgent and must not slow down requests. */
    private Future<Void> eraseTexts() {
        return ledger.eraseNext(GRACE_PERIOD, ROWS_A_COMMIT)
                .compose(step -> step.map(this::continueAfter).orElseGet(Future::succeededFuture));
    }

    private Future<Void> continueAfter(ErasureStep step) {
        step.failure()
                .ifPresent(failure -> LOG.atWarn()
                        .addKeyValue("userId", step.userId())
                        .addKeyValue("cause", failure)
                        .log("Erasing a customer from the ledger failed"));
        texts.increment(step.texts());
        if (step.swept()) {
            sweeps.increment();
            LOG.atInfo()
                    .addKeyValue("userId", step.userId())
                    .addKeyValue("texts", step.texts())
                    .log("Customer erased from the ledger");
        }
        return task.isStopped() ? Future.succeededFuture() : eraseTexts();
    }
}
