package io.loomi.common.database;

import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.Locale;

/** A kind of statement with its own connections, so that no kind waits for another. */
enum Workload {
    /**
     * Statements that do the work of many requests in one commit. Their lock waits end early, which leaves time to run
     * each request alone.
     */
    BATCHES(Database.WRITE_TIMEOUT, Duration.ofSeconds(1)),
    /** Statements that change data for one request. */
    WRITES(Database.WRITE_TIMEOUT),
    /** Pages and lists. */
    READS(Duration.ofMillis(2750)),
    /** Statements that may read many rows. */
    REPORTS(Duration.ofSeconds(4)),
    /** Lookups by key, which take less than a millisecond. */
    LOOKUPS(Duration.ofSeconds(2)),
    /** The health check's ping. */
    HEALTH(Duration.ofSeconds(2));

    /** PostgreSQL cancels a statement this much before its caller gives up, so that its answer still arrives. */
    private static final long MARGIN_MILLIS = 250;

    private final Duration answerTimeout;
    private final Duration statementTimeout;

    Workload(Duration answerTimeout) {
        this(answerTimeout, answerTimeout.minusMillis(MARGIN_MILLIS));
    }

    /** @param statementTimeout does not include the commit, which PostgreSQL never interrupts */
    Workload(Duration answerTimeout, Duration statementTimeout) {
        this.answerTimeout = answerTimeout;
        this.statementTimeout = statementTimeout;
    }

    /** How long a caller waits for the answer to a statement that was sent. */
    Duration answerTimeout() {
        return answerTimeout;
    }

    /**
     * Connection options with the workload's name, which {@code pg_stat_activity} shows, and its statement timeout: a
     * statement whose caller has given up must not keep its locks.
     */
    PgConnectOptions connecting(PgConnectOptions connection) {
        return new PgConnectOptions(connection)
                .addProperty("application_name", "loomi " + text())
                .addProperty("statement_timeout", String.valueOf(statementTimeout.toMillis()));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
