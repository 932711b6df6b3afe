package io.loomi.transactions.services;

import io.loomi.common.async.PeriodicTask;
import io.loomi.common.identity.Ids;
import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.repositories.LedgerRepository;
import io.loomi.transactions.repositories.LedgerRepository.DueHold;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends expired holds. Any number of processes may do this concurrently: a hold is ended under the lock of its account,
 * so a second attempt finds that it has ended. A hold that cannot be ended is counted and skipped for a while, so that
 * it does not block others.
 */
public final class HoldExpiry {

    private static final Logger LOG = LoggerFactory.getLogger(HoldExpiry.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int PAGE_SIZE = 100;

    /** Holds read per run; the next run continues after the last one. */
    static final int MAX_HOLDS_PER_RUN = 10_000;

    private final PeriodicTask task;
    private final LedgerRepository ledger;
    private final FailedHolds failed;
    private final BusinessMetrics metrics;

    /** The last hold that was read; empty at the beginning of the list. */
    private Optional<DueHold> reached = Optional.empty();

    /** @param clock measures the back-off of failed holds */
    public HoldExpiry(Vertx vertx, LedgerRepository ledger, InstantSource clock, BusinessMetrics metrics) {
        this.metrics = metrics;
        this.task = new PeriodicTask(vertx, INTERVAL, () -> Correlation.runWithNewId(vertx, this::run));
        this.ledger = ledger;
        this.failed = new FailedHolds(clock);
    }

    /** Starts the periodic task. */
    public void start() {
        task.start();
    }

    public Future<Void> stop() {
        return task.stop();
    }

    private Future<Void> run() {
        return readPages(MAX_HOLDS_PER_RUN / PAGE_SIZE)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Expiry of holds failed"));
    }

    private Future<Void> readPages(int pages) {
        return Future.succeededFuture()
                .compose(_ -> ledger.dueHolds(reached, PAGE_SIZE))
                .compose(holds -> endEach(holds).compose(_ -> {
                    boolean more = holds.size() == PAGE_SIZE;
                    reached = more ? Optional.of(holds.getLast()) : Optional.empty();
                    return more && pages > 1 && !task.isStopped() ? readPages(pages - 1) : Future.succeededFuture();
                }));
    }

    /** Ends one hold at a time, because expiry is not urgent and must not slow down requests. */
    private Future<Void> endEach(List<DueHold> holds) {
        Future<Void> done = Future.succeededFuture();
        for (DueHold hold : holds) {
            done = done.compose(_ -> end(hold));
        }
        return done;
    }

    /** Never fails. */
    private Future<Void> end(DueHold hold) {
        if (failed.isBackingOff(hold.id())) {
            return Future.succeededFuture();
        }
        String correlationId = Ids.random();
        return Future.succeededFuture()
                .compose(_ ->
                        ledger.endHold(hold.userId(), hold.id(), HoldAction.EXPIRE, Optional.empty(), correlationId))
                .onSuccess(ending -> ended(hold, ending, correlationId))
                .onFailure(failure -> failed(hold, failure, correlationId))
                .transform(_ -> Future.succeededFuture());
    }

    private void ended(DueHold hold, HoldResult ending, String correlationId) {
        failed.ended(hold.id());
        metrics.countEnding(HoldAction.EXPIRE, ending);
        LOG.atInfo()
                .addKeyValue("transactionId", hold.id())
                .addKeyValue("outcome", ending.outcome().name())
                .addKeyValue("expiryCorrelationId", correlationId)
                .log("Hold expired");
    }

    private void failed(DueHold hold, Throwable failure, String correlationId) {
        failed.failed(hold.id());
        metrics.countExpiryFailure();
        LOG.atWarn()
                .addKeyValue("transactionId", hold.id())
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .addKeyValue("expiryCorrelationId", correlationId)
                .log("Expiry of a hold failed");
    }
}
