package io.loomi.transactions.services;

import io.loomi.common.async.PeriodicTask;
import io.loomi.common.correlation.Correlation;
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
 * Lets the ledger forget the people who have left: learns of them from customers and removes what they wrote, a few rows a
 * commit. Both may fail at any time and are done again; done twice, they change nothing. Any number of instances may do this
 * side by side.
 */
public final class LedgerErasure {

    /**
     * How long after an erasure a request of that person may still have been recorded: an access token's 15 minutes, and for
     * how long a person's status is remembered.
     */
    static final Duration SETTLED = Duration.ofMinutes(30);

    private static final Logger LOG = LoggerFactory.getLogger(LedgerErasure.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
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
        this.task = new PeriodicTask(vertx, PAUSE, () -> Correlation.underNew(vertx, this::round));
        this.customers = customers;
        this.ledger = ledger;
        this.closures = closures;
        this.texts = Counter.builder("loomi.erasure.texts")
                .description("Rows that a person who has left had written in")
                .register(registry);
        this.sweeps = Counter.builder("loomi.erasure.sweeps")
                .description("Sweeps through all rows of a person who has left; each has two")
                .register(registry);
    }

    /** Looks from now on, with a pause after each look. */
    public void start() {
        task.start();
    }

    public Future<Void> stop() {
        return task.stop();
    }

    /** What is known already is forgotten even while customers cannot be asked. Never fails. */
    private Future<Void> round() {
        return quietly(this::learn, "Erasures not learned of in this round")
                .compose(_ -> quietly(this::forget, "Erasures not finished in this round"));
    }

    private static Future<Void> quietly(Supplier<Future<Void>> work, String otherwise) {
        return Future.succeededFuture().compose(_ -> work.get()).recover(failure -> {
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .log(otherwise);
            return Future.succeededFuture();
        });
    }

    private Future<Void> learn() {
        return ledger.lastPosition()
                .compose(this::learnAfter)
                .compose(all -> all ? reopenLapsed() : Future.succeededFuture());
    }

    /** Whether all that customers has is known now. */
    private Future<Boolean> learnAfter(long position) {
        return customers
                .after(position)
                .compose(part -> part.erasures().isEmpty()
                        ? Future.succeededFuture(true)
                        : ledger.add(part.erasures())
                                .compose(_ -> part.more() && !task.isStopped()
                                        ? learnBeyond(position)
                                        : Future.succeededFuture(!part.more())));
    }

    /**
     * By the clock alone an account could open again before it is known that its owner was erased: so it is done after the list of
     * erasures was read. An erasure takes seconds, and a closure is in force for minutes.
     */
    private Future<Void> reopenLapsed() {
        return closures.reopenLapsed()
                .onSuccess(people -> people.forEach(
                        person -> LOG.atInfo().addKeyValue("userId", person).log("Account closure lapsed")))
                .mapEmpty();
    }

    /** Without a new position the same would be asked over and over, without a pause. */
    private Future<Boolean> learnBeyond(long position) {
        return ledger.lastPosition()
                .compose(reached -> reached > position
                        ? learnAfter(reached)
                        : Future.failedFuture("customers has more after position " + position + ", and gives none"));
    }

    /** One batch after the other: it is never urgent and must not crowd out people's requests. */
    private Future<Void> forget() {
        return ledger.eraseNext(SETTLED, ROWS_A_COMMIT)
                .compose(step -> step.map(this::goOn).orElseGet(Future::succeededFuture));
    }

    private Future<Void> goOn(ErasureStep step) {
        step.failure()
                .ifPresent(failure -> LOG.atWarn()
                        .addKeyValue("userId", step.userId())
                        .addKeyValue("cause", failure)
                        .log("Person not forgotten by the ledger yet"));
        texts.increment(step.texts());
        if (step.swept()) {
            sweeps.increment();
            LOG.atInfo()
                    .addKeyValue("userId", step.userId())
                    .addKeyValue("texts", step.texts())
                    .log("Person forgotten by the ledger");
        }
        return task.isStopped() ? Future.succeededFuture() : forget();
    }
}
