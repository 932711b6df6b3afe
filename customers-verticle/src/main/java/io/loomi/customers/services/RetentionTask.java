package io.loomi.customers.services;

import io.loomi.common.async.PeriodicTask;
import io.loomi.common.correlation.Correlation;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.repositories.ErasureRepository;
import io.loomi.customers.repositories.SessionRepository;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is not to be held any longer: sessions that have expired, and where erased people were when they acted. It goes
 * in small batches, so that nobody waits for it. Any number of instances may do this side by side.
 */
public final class RetentionTask {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionTask.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Some tens of milliseconds of PostgreSQL. */
    private static final int AT_ONCE = 1_000;

    private final SessionRepository sessions;
    private final ErasureRepository erasures;
    private final Clock clock;
    private final PeriodicTask task;

    public RetentionTask(Vertx vertx, SessionRepository sessions, ErasureRepository erasures, Clock clock) {
        this.sessions = sessions;
        this.erasures = erasures;
        this.clock = clock;
        this.task = new PeriodicTask(vertx, PAUSE, () -> Correlation.underNew(vertx, this::round));
    }

    public void start() {
        task.start();
    }

    public Future<Void> stop() {
        return task.stop();
    }

    /** What fails keeps nothing else from being forgotten. */
    private Future<Void> round() {
        return quietly(() -> erasures.forgetOrigins(AT_ONCE), "Origins not forgotten in this round")
                .compose(_ -> quietly(
                        () -> sessions.endExpired(clock.instant(), AT_ONCE, AuditContext.ofNobody()),
                        "Sessions not ended in this round"));
    }

    private static Future<Void> quietly(Supplier<Future<?>> work, String otherwise) {
        return Future.succeededFuture()
                .compose(_ -> work.get().<Void>mapEmpty())
                .recover(failure -> {
                    LOG.atWarn()
                            .addKeyValue("cause", String.valueOf(failure.getMessage()))
                            .log(otherwise);
                    return Future.succeededFuture();
                });
    }
}
