package io.loomi.common.database;

import io.loomi.common.errors.Failure;
import io.loomi.common.logging.LineSample;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a database that cannot be reached from a statement that failed. While it is away every statement fails, of which a
 * {@link LineSample} is logged.
 *
 * <p>One for each event loop.
 */
public final class DatabaseFailures {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFailures.class);

    private final LineSample sample = new LineSample();
    private final LongSupplier nanos;

    DatabaseFailures() {
        this(System::nanoTime);
    }

    /** @param nanos time, as {@link System#nanoTime()} tells it */
    DatabaseFailures(LongSupplier nanos) {
        this.nanos = nanos;
    }

    <T> Future<T> unavailableOr(Throwable failure) {
        if (isUnreachable(failure)) {
            if (sample.takes(nanos.getAsLong())) {
                LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Database unreachable");
            }
            return Future.failedFuture(new Failure.Unavailable("The database does not answer: try again in a moment."));
        }
        return Future.failedFuture(failure);
    }

    /** The constraint that a statement broke, if that is why it failed. */
    public static Optional<String> brokenConstraint(Throwable failure) {
        return failure instanceof PgException database
                ? Optional.ofNullable(database.getConstraint())
                : Optional.empty();
    }

    private static boolean isUnreachable(Throwable failure) {
        return switch (failure) {
            case PgException database -> isOperational(database.getSqlState());
            case ClosedConnectionException _, TimeoutException _, IOException _ -> true;
            // The pool reports its full queue and its time-out as plain exceptions without a type of their own.
            case VertxException _ -> true;
            default -> false;
        };
    }

    /**
     * Classes 08 (connection), 53 (resources) and 57 (operator intervention) of SQLSTATE pass by themselves, and so does 25006: after
     * a failover the server is one that only reads.
     */
    private static boolean isOperational(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.startsWith("53")
                        || sqlState.startsWith("57")
                        || sqlState.equals("25006"));
    }
}
