package io.loomi.customers.services;

import io.loomi.common.async.PeriodicTask;
import io.loomi.common.tracing.Correlation;
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
 * Ends expired sessions, and removes addresses and user agents from the audit records of erased customers. Works in small batches,
 * so that no request waits for it. Any number of instances may run it concurrently.
 */
public final class RetentionTask {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionTask.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Takes PostgreSQL some tens of milliseconds. */
    private static final int BATCH_SIZE = 1_000;

    private final SessionRepository sessions;
    private final ErasureRepository erasures;
    private final Clock clock;
    private final PeriodicTask task;

    public RetentionTask(Vertx vertx, SessionRepository sessions, ErasureRepository erasures, Clock clock) {
        this.sessions = sessions;
        this.erasures = erasures;
        this.clock = clock;
        this.task = new PeriodicTask(vertx, INTERVAL, () -> Correlation.runWithNewId(vertx, this::run));
    }

    public void start() {
        task.start();
    }

    public Future<Void> stop() {
        return task.stop();
    }

    /** Runs both steps, even when the first one fails. */
    private Future<Void> run() {
        return logFailure(() -> erasures.eraseOrigins(BATCH_SIZE), "Removing the origins of erased customers failed")
                .compose(_ -> logFailure(
                        () -> sessions.endExpired(clock.instant(), BATCH_SIZE, AuditContext.ofPeriodicTask()),
                        "Ending expired sessions failed"));
    }

    private static Future<Void> logFailure(Supplier<Future<?>> step, String message) {
        return Future.succeededFuture()
                .compose(_ -> step.get().<Void>mapEmpty())
                .recover(failure -> {
                    LOG.atWarn()
                            .addKeyValue("cause", String.valueOf(failure.getMessage()))
                            .log(message);
                    return Future.succeededFuture();
                });
    }
}
