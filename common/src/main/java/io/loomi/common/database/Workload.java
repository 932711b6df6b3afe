package io.loomi.common.database;

import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.Locale;

/** A kind of statement with connections of its own, so that no kind waits behind another. */
enum Workload {
    /**
     * Statements that do the work of many requests in one commit. They end soon when they wait for locks, so that there is time to
     * do the work of each request by itself.
     */
    BATCHES(Database.WRITE_TIME, Duration.ofSeconds(1)),
    /** Statements that change something for one request. */
    WRITES(Database.WRITE_TIME),
    /** Pages and lists. */
    READS(Duration.ofMillis(2750)),
    /** Statements that may read very much. */
    REPORTS(Duration.ofSeconds(4)),
    /** Look-ups by key, which take less than a millisecond. */
    LOOKUPS(Duration.ofSeconds(2)),
    /** The health check's ping. */
    HEALTH(Duration.ofSeconds(2));

    /** PostgreSQL ends a statement this much earlier than its caller gives up, so that its word still arrives. */
    private static final long MARGIN_MILLIS = 250;

    private final Duration answerWait;
    private final Duration statementLimit;

    Workload(Duration answerWait) {
        this(answerWait, answerWait.minusMillis(MARGIN_MILLIS));
    }

    /** @param statementLimit does not count the commit itself, which PostgreSQL never interrupts */
    Workload(Duration answerWait, Duration statementLimit) {
        this.answerWait = answerWait;
        this.statementLimit = statementLimit;
    }

    /** How long a caller waits for the answer once its statement is sent. */
    Duration answerWait() {
        return answerWait;
    }

    /**
     * Its connections carry its name, as {@code pg_stat_activity} shows it, and PostgreSQL ends their statements in time: one
     * that nobody waits for any more must not go on holding its locks.
     */
    PgConnectOptions connecting(PgConnectOptions connection) {
        return new PgConnectOptions(connection)
                .addProperty("application_name", "loomi " + text())
                .addProperty("statement_timeout", String.valueOf(statementLimit.toMillis()));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
