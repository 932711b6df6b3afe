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
 * What a failed statement means for its caller: nothing was done, or nobody knows. A {@link PgException} that comes out of here
 * is PostgreSQL's word that the statement was rolled back.
 *
 * <p>While the database is away every statement fails, of which a {@link LogSampler} is logged. One for each event loop.
 */
public final class DatabaseFailures {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFailures.class);

    private static final String STATEMENT_TIMEOUT = "57014";

    /** After a failover the server is one that only reads. */
    private static final String READ_ONLY = "25006";

    private final LogSampler sample = new LogSampler();
    private final LongSupplier nanos;

    DatabaseFailures() {
        this(System::nanoTime);
    }

    /** @param nanos time, as {@link System#nanoTime()} tells it */
    DatabaseFailures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Of a statement that was not sent yet, or that only reads: nothing was done. */
    <T> Future<T> nothingDone(Throwable failure) {
        if (isStatementTimeout(failure)) {
            return timedOut();
        }
        if (failure instanceof PgException database) {
            return hasEndedSession(database) || isOutOfResources(database)
                    ? unreachable(failure)
                    : Future.failedFuture(failure);
        }
        return isLost(failure) ? unreachable(failure) : Future.failedFuture(failure);
    }

    /** Of a statement that was sent and may have changed something. */
    <T> Future<T> ofWrite(Throwable failure) {
        if (isStatementTimeout(failure)) {
            return timedOut();
        }
        if (failure instanceof PgException database && !hasEndedSession(database)) {
            return isOutOfResources(database) ? unreachable(failure) : Future.failedFuture(failure);
        }
        if (failure instanceof PgException || isLost(failure)) {
            log("Database gave no outcome", failure);
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

    /** Whether PostgreSQL has said that the statement was rolled back, for a reason that may be one request's own. */
    public static boolean isRolledBack(Throwable failure) {
        return failure instanceof PgException || failure instanceof StatementTimeout;
    }

    /** The constraint that a statement broke, if that is why it failed. */
    public static Optional<String> brokenConstraint(Throwable failure) {
        return failure instanceof PgException database
                ? Optional.ofNullable(database.getConstraint())
                : Optional.empty();
    }

    private static boolean isStatementTimeout(Throwable failure) {
        return failure instanceof PgException database && STATEMENT_TIMEOUT.equals(database.getSqlState());
    }

    /** The pool reports its full queue and its time-out as plain exceptions without a type of their own. */
    private static boolean isLost(Throwable failure) {
        return failure instanceof ClosedConnectionException
                || failure instanceof TimeoutException
                || failure instanceof IOException
                || failure instanceof VertxException;
    }

    /**
     * Classes 08 (connection), 57 (operator intervention), 58 (system error) and XX (internal error) of SQLSTATE end the
     * session, also while it commits. The severity would say so too, but in the server's language.
     */
    private static boolean hasEndedSession(PgException failure) {
        String state = stateOf(failure);
        return state.startsWith("08") || state.startsWith("57") || state.startsWith("58") || state.startsWith("XX");
    }

    /** Class 53 (resources), and a server that only reads: these pass by themselves. */
    private static boolean isOutOfResources(PgException failure) {
        return stateOf(failure).startsWith("53") || stateOf(failure).equals(READ_ONLY);
    }

    private static String stateOf(PgException failure) {
        return String.valueOf(failure.getSqlState());
    }
}
