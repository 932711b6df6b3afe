package io.loomi.common.database;

import io.loomi.common.errors.Failure;
import io.loomi.common.logging.LogSampler;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates a failed statement for its caller: either nothing was done, or the outcome is unknown. A {@link
 * PgException} means that PostgreSQL has rolled the statement back.
 *
 * <p>While the database is unavailable every statement fails, so a {@link LogSampler} limits the log lines. One per
 * event loop.
 */
public final class DatabaseFailures {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFailures.class);

    private static final String STATEMENT_TIMEOUT = "57014";

    /** A server that is read-only after a failover. */
    private static final String READ_ONLY = "25006";

    private final LogSampler sample = new LogSampler();
    private final LongSupplier nanos;

    DatabaseFailures() {
        this(System::nanoTime);
    }

    /** @param nanos the time, as from {@link System#nanoTime()} */
    DatabaseFailures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Translates the failure of a statement that was not sent, or that only reads: nothing was done. */
    <T> Future<T> nothingDone(Throwable failure) {
        if (isStatementTimeout(failure)) {
            return timedOut();
        }
        if (failure instanceof PgException database) {
            return hasEndedSession(database) || isTemporary(database)
                    ? unreachable(failure)
                    : Future.failedFuture(failure);
        }
        return isConnectionLost(failure) ? unreachable(failure) : Future.failedFuture(failure);
    }

    /** Translates the failure of a statement that was sent and may have changed data. */
    <T> Future<T> ofWrite(Throwable failure) {
        if (isStatementTimeout(failure)) {
            return timedOut();
        }
        if (failure instanceof PgException database && !hasEndedSession(database)) {
            return isTemporary(database) ? unreachable(failure) : Future.failedFuture(failure);
        }
        if (failure instanceof PgException || isConnectionLost(failure)) {
            log("Outcome of a write is unknown", failure);
            return Future.failedFuture(new Failure.OutcomeUnknown());
        }
        return Future.failedFuture(failure);
    }

    private static <T> Future<T> timedOut() {
        LOG.atWarn().log("Statement timed out");
        return Future.failedFuture(new StatementTimeout());
    }

    private <T> Future<T> unreachable(Throwable failure) {
        log("Database unreachable", failure);
        return Future.failedFuture(new Failure.Unavailable("The database does not answer: try again in a moment."));
    }

    private void log(String message, Throwable failure) {
        if (sample.takes(nanos.getAsLong())) {
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .log(message);
        }
    }

    /** Whether PostgreSQL has rolled the statement back, for a reason that may concern only one request of a batch. */
    public static boolean isRolledBack(Throwable failure) {
        return failure instanceof PgException || failure instanceof StatementTimeout;
    }

    /** The constraint that the statement violated; empty if it failed for another reason. */
    public static Optional<String> violatedConstraint(Throwable failure) {
        return failure instanceof PgException database
                ? Optional.ofNullable(database.getConstraint())
                : Optional.empty();
    }

    private static boolean isStatementTimeout(Throwable failure) {
        return failure instanceof PgException database && STATEMENT_TIMEOUT.equals(database.getSqlState());
    }

    /** The pool reports a full queue and a timeout as plain VertxExceptions. */
    private static boolean isConnectionLost(Throwable failure) {
        return failure instanceof ClosedConnectionException
                || failure instanceof TimeoutException
                || failure instanceof IOException
                || failure instanceof VertxException;
    }

    /**
     * SQLSTATE classes 08 (connection), 57 (operator intervention), 58 (system error) and XX (internal error) end the
     * session, even during a commit. The severity would tell this too, but the server translates it.
     */
    private static boolean hasEndedSession(PgException failure) {
        String state = stateOf(failure);
        return state.startsWith("08") || state.startsWith("57") || state.startsWith("58") || state.startsWith("XX");
    }

    /** Class 53 (insufficient resources) and read-only servers: both are temporary. */
    private static boolean isTemporary(PgException failure) {
        return stateOf(failure).startsWith("53") || stateOf(failure).equals(READ_ONLY);
    }

    private static String stateOf(PgException failure) {
        return String.valueOf(failure.getSqlState());
    }
}
