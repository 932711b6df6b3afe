package io.loomi.common.database;

import io.loomi.common.config.Instance;
import io.loomi.common.resilience.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL for one event loop. Each {@link Workload} has its own connections, so postings, reads and health checks do
 * not wait behind one another. Key lookups share one pipelined connection, which is faster than a pool in
 * measurements. Every other statement has a connection to itself, so that a slow statement delays no other. All
 * connections are replaced when they fail, even if they die without being closed.
 *
 * <p>A statement is sent only if it can end before the {@link Deadline} of its request. It fails with {@link
 * io.loomi.common.errors.Failure.Unavailable} when nothing was done, which includes {@link StatementTimeout}; with
 * {@link io.loomi.common.errors.Failure.OutcomeUnknown} when a write may have been done; and with {@link
 * io.vertx.pgclient.PgException} when PostgreSQL refused the statement and rolled it back.
 */
public final class Database {

    /** The timeout of a write, from sending to answer, including lock waits. */
    public static final Duration WRITE_TIMEOUT = Duration.ofMillis(2750);

    private static final int PIPELINED_LOOKUPS = 64;
    private static final int MAX_QUEUE = 1024;
    private static final int CLEANER_PERIOD_MILLIS = 1000;

    /**
     * For each event loop. A read or report may take a second; the second connection lets another one proceed
     * meanwhile. More than two connections would only slow commits.
     */
    private static final int MAX_READS = 2;

    private static final int MAX_REPORT_QUEUE = 64;

    private final DatabaseFailures failures = new DatabaseFailures();
    private final BoundedPool batches;
    private final BoundedPool writes;
    private final BoundedPool reads;
    private final BoundedPool reports;
    private final BoundedPool health;
    private final PipelinedLookups lookups;

    private Database(Vertx vertx, PgConnectOptions connection, Instance instance, int maxWrites) {
        this.batches = pool(vertx, connection, Workload.BATCHES, instance, 1, MAX_QUEUE);
        this.writes = pool(vertx, connection, Workload.WRITES, instance, maxWrites, MAX_QUEUE);
        this.reads = pool(vertx, connection, Workload.READS, instance, MAX_READS, MAX_QUEUE);
        this.reports = pool(vertx, connection, Workload.REPORTS, instance, MAX_READS, MAX_REPORT_QUEUE);
        this.health = pool(vertx, connection, Workload.HEALTH, instance, 1, MAX_REPORT_QUEUE);
        PgConnectOptions pipelined = Workload.LOOKUPS.connecting(connection).setPipeliningLimit(PIPELINED_LOOKUPS);
        PoolOptions single = options(Workload.LOOKUPS, instance).setMaxSize(1);
        this.lookups = new PipelinedLookups(() -> on(PgBuilder.client(), vertx, pipelined, single), failures);
    }

    /** Opens the pools, which connect on first use. The instance gets its share of the configured pool. */
    public static Database open(Vertx vertx, DatabaseConfig config, Instance instance) {
        return new Database(vertx, config.connection(), instance, instance.shareOf(config.poolSize()));
    }

    private BoundedPool pool(
            Vertx vertx, PgConnectOptions connection, Workload workload, Instance instance, int size, int queue) {
        PoolOptions options = options(workload, instance).setMaxSize(size).setMaxWaitQueueSize(queue);
        return new BoundedPool(
                on(PgBuilder.pool(), vertx, workload.connecting(connection), options), workload, failures);
    }

    private static <C extends SqlClient> C on(
            ClientBuilder<C> builder, Vertx vertx, PgConnectOptions connection, PoolOptions options) {
        NetClientOptions network = new NetClientOptions()
                .setConnectTimeout((int) DatabaseConfig.CONNECTION_TIMEOUT.toMillis())
                .setIdleTimeout((int) DatabaseConfig.IDLE_TIMEOUT.toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return builder.with(options)
                .with(network)
                .connectingTo(connection)
                .using(vertx)
                .build();
    }

    private static PoolOptions options(Workload workload, Instance instance) {
        return new PoolOptions()
                .setName(workload.text() + "-" + instance.number())
                .setMaxWaitQueueSize(MAX_QUEUE)
                .setConnectionTimeout((int) DatabaseConfig.CONNECTION_TIMEOUT.toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                // The pool discards unused connections before the idle timeout: it could still hand out one that was
                // closed.
                .setIdleTimeout((int) DatabaseConfig.MAX_IDLE.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setPoolCleanerPeriod(CLEANER_PERIOD_MILLIS);
    }

    /** Runs a statement that finds a few rows by key. */
    public Future<RowSet<Row>> lookUp(String sql, Tuple arguments) {
        return lookups.run(sql, arguments, Deadline.current());
    }

    /** Runs a statement that changes data or waits for a lock. */
    public Future<RowSet<Row>> write(String sql, Tuple arguments) {
        return write(sql, arguments, Deadline.current());
    }

    public Future<RowSet<Row>> write(String sql, Tuple arguments, Optional<Deadline> deadline) {
        return writes.run(sql, arguments, deadline, failures::ofWrite);
    }

    /**
     * Runs one statement for many requests. Only one such statement runs at a time, and it waits for locks for at most
     * a second.
     *
     * @param deadline of the first request
     */
    public Future<RowSet<Row>> batch(String sql, Tuple arguments, Deadline deadline) {
        return batches.run(sql, arguments, Optional.of(deadline), failures::ofWrite);
    }

    /** Runs a statement that reads a page or a list. */
    public Future<RowSet<Row>> read(String sql, Tuple arguments) {
        return reads.run(sql, arguments, Deadline.current(), failures::nothingDone);
    }

    /** Runs a statement that may read many rows. */
    public Future<RowSet<Row>> report(String sql, Tuple arguments) {
        return reports.run(sql, arguments, Deadline.current(), failures::nothingDone);
    }

    /**
     * Reads the next page of a response that is already being sent. It has no deadline, because the client sets the
     * pace, and it does not wait for reports.
     */
    public Future<RowSet<Row>> readNext(String sql, Tuple arguments) {
        return reads.run(sql, arguments, Optional.empty(), failures::nothingDone);
    }

    /** Succeeds when the database answers. */
    public Future<Void> ping() {
        return health.ping();
    }

    public Future<Void> close() {
        return Future.join(List.of(
                        batches.close(),
                        writes.close(),
                        reads.close(),
                        reports.close(),
                        health.close(),
                        lookups.close()))
                .mapEmpty();
    }
}
