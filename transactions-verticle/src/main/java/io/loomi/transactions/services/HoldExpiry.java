package io.loomi.transactions.services;

import io.loomi.common.async.PeriodicTask;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.identity.Ids;
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
 * Ends holds whose time is over. Any number of instances may do this side by side: each hold is ended under the lock of its
 * account, and the second finds it ended. A hold that cannot be ended is counted, left alone for a while and gone past: it keeps no
 * other from ending.
 */
public final class HoldExpiry {

    private static final Logger LOG = LoggerFactory.getLogger(HoldExpiry.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 100;

    /** Holds looked at before the next pause; the next round goes on from there. */
    static final int MOST_IN_A_ROUND = 10_000;

    private final PeriodicTask task;
    private final LedgerRepository ledger;
    private final FailedHolds failed;
    private final BusinessMetrics metrics;

    /** Up to where the holds were looked at; empty before the first of them. */
    private Optional<DueHold> reached = Optional.empty();

    /** @param clock measures for how long one that fails is left alone */
    public HoldExpiry(Vertx vertx, LedgerRepository ledger, InstantSource clock, BusinessMetrics metrics) {
        this.metrics = metrics;
        this.task = new PeriodicTask(vertx, PAUSE, () -> Correlation.underNew(vertx, this::round));
        this.ledger = ledger;
        this.failed = new FailedHolds(clock);
    }

    /** Looks for holds from now on, with a pause after each look. */
    public void start() {
        task.start();
    }

    public Future<Void> stop() {
        return task.stop();
    }

    private Future<Void> round() {
        return goOn(MOST_IN_A_ROUND / AT_ONCE)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Holds not expired in this round"));
    }

    private Future<Void> goOn(int pages) {
        return Future.succeededFuture()
                .compose(_ -> ledger.dueHolds(reached, AT_ONCE))
                .compose(holds -> endEach(holds).compose(_ -> {
                    boolean more = holds.size() == AT_ONCE;
                    reached = more ? Optional.of(holds.getLast()) : Optional.empty();
                    return more && pages > 1 && !task.isStopped() ? goOn(pages - 1) : Future.succeededFuture();
                }));
    }

    /** One after the other: expiry is never urgent and must not crowd out people's requests. */
    private Future<Void> endEach(List<DueHold> holds) {
        Future<Void> done = Future.succeededFuture();
        for (DueHold hold : holds) {
            done = done.compose(_ -> end(hold));
        }
        return done;
    }

    /** Never fails. */
    private Future<Void> end(DueHold hold) {
        if (failed.isLeftAlone(hold.id())) {
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
        metrics.ended(HoldAction.EXPIRE, ending);
        LOG.atInfo()
                .addKeyValue("transactionId", hold.id())
                .addKeyValue("outcome", ending.outcome().name())
                .addKeyValue("expiryCorrelationId", correlationId)
                .log("Hold expired");
    }

    private void failed(DueHold hold, Throwable failure, String correlationId) {
        failed.failed(hold.id());
        metrics.expiryFailed();
        LOG.atWarn()
                .addKeyValue("transactionId", hold.id())
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .addKeyValue("expiryCorrelationId", correlationId)
                .log("Hold not expired");
    }
}
