package io.loomi.transactions.services;

import io.loomi.common.async.Rounds;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.identity.Ids;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.repositories.LedgerRepository;
import io.loomi.transactions.repositories.LedgerRepository.DueHold;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends holds whose time is over. Any number of instances may do this side by side: each hold is ended under the lock of its
 * account, and whoever comes second finds it ended.
 */
public final class HoldExpiry {

    private static final Logger LOG = LoggerFactory.getLogger(HoldExpiry.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 100;

    private final Rounds rounds;
    private final LedgerRepository ledger;
    private final Clock clock;
    private final BusinessMetrics metrics;

    public HoldExpiry(Vertx vertx, LedgerRepository ledger, Clock clock, BusinessMetrics metrics) {
        this.metrics = metrics;
        this.rounds = new Rounds(vertx, PAUSE, () -> Correlation.underNew(vertx, this::round));
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Looks for holds from now on, with a pause after each look. */
    public void start() {
        rounds.start();
    }

    public Future<Void> stop() {
        return rounds.stop();
    }

    private Future<Void> round() {
        return ledger.dueHolds(clock.instant(), AT_ONCE)
                .compose(this::endEach)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Holds not expired in this round"));
    }

    /** One after the other: expiry is never urgent and must not crowd out people's requests. */
    private Future<Void> endEach(List<DueHold> holds) {
        Future<Void> done = Future.succeededFuture();
        for (DueHold hold : holds) {
            done = done.compose(_ -> end(hold));
        }
        return done;
    }

    private Future<Void> end(DueHold hold) {
        String correlationId = Ids.random();
        return ledger.endHold(hold.userId(), hold.id(), HoldAction.EXPIRE, Optional.empty(), correlationId)
                .onSuccess(ending -> metrics.ended(HoldAction.EXPIRE, ending))
                .onSuccess(ending -> LOG.atInfo()
                        .addKeyValue("transactionId", hold.id())
                        .addKeyValue("outcome", ending.outcome().name())
                        .addKeyValue("expiryCorrelationId", correlationId)
                        .log("Hold expired"))
                .transform(_ -> Future.succeededFuture()); // one that fails is tried again in the next round
    }
}
