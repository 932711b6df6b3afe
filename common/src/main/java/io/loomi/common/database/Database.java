package io.loomi.common.database;

import io.loomi.common.config.Instance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL as one event loop uses it: key look-ups go pipelined over one connection, which was measured faster than a
 * pool, reports over a few connections of their own, where they are in nobody's way, and everything else over a pool, where a
 * slow statement holds up no other. All reconnect by themselves, also when a connection is dead without having been closed.
 *
 * <p>Failures to reach the database come out as {@link io.loomi.common.errors.Failure.Unavailable}.
 */
public final class Database {

    private static final int PIPELINED_LOOKUPS = 64;
    private static final int LONGEST_QUEUE = 1024;
    private static final int LOOK_FOR_IDLE_MILLIS = 1000;

    /** A report may read for seconds: a second one need not wait for it, and more would only take the database from others. */
    private static final int REPORTS_AT_ONCE = 2;

    private static final int LONGEST_QUEUE_OF_REPORTS = 64;

    private final Pool pool;
    private final Pool reports;
    private final PipelinedLookups lookups;
    private final DatabaseFailures failures = new DatabaseFailures();

    private Database(Pool pool, Pool reports, PipelinedLookups lookups) {
        this.pool = pool;
        this.reports = reports;
        this.lookups = lookups;
    }

    /** Connects when it is first used; the instance gets its share of the configured pool. */
    public static Database open(Vertx vertx, DatabaseConfig config, Instance instance) {
        PgConnectOptions connection = config.connection();
        PgConnectOptions pipelined = new PgConnectOptions(connection).setPipeliningLimit(PIPELINED_LOOKUPS);
        PoolOptions common = options("pool", instance).setMaxSize(instance.shareOf(config.poolSize()));
        PoolOptions reports =
                options("reports", instance).setMaxSize(REPORTS_AT_ONCE).setMaxWaitQueueSize(LONGEST_QUEUE_OF_REPORTS);
        PoolOptions single = options("lookups", instance).setMaxSize(1);
        return new Database(
                on(PgBuilder.pool(), vertx, connection, common),
                on(PgBuilder.pool(), vertx, connection, reports),
                new PipelinedLookups(() -> on(PgBuilder.client(), vertx, pipelined, single)));
    }

    private static <C extends SqlClient> C on(
            ClientBuilder<C> builder, Vertx vertx, PgConnectOptions connection, PoolOptions options) {
        NetClientOptions network = new NetClientOptions()
                .setConnectTimeout((int) DatabaseConfig.CONNECTION_WAIT.toMillis())
                .setIdleTimeout((int) DatabaseConfig.LONGEST_SILENCE.toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return builder.with(options)
                .with(network)
                .connectingTo(connection)
                .using(vertx)
                .build();
    }

    private static PoolOptions options(String name, Instance instance) {
        return new PoolOptions()
                .setName(name + "-" + instance.number())
                .setMaxWaitQueueSize(LONGEST_QUEUE)
                .setConnectionTimeout((int) DatabaseConfig.CONNECTION_WAIT.toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                // Those that nobody uses leave the pool before they are silent for too long: closed in it, one could
                // still be taken.
                .setIdleTimeout((int) DatabaseConfig.LONGEST_IDLE.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setPoolCleanerPeriod(LOOK_FOR_IDLE_MILLIS);
    }

    /** Runs a statement that finds a few rows by key. */
    public Future<RowSet<Row>> lookUp(String sql, Tuple arguments) {
        return lookups.run(sql, arguments).recover(failures::unavailableOr);
    }

    /** Runs a statement on a connection of its own. */
    public Future<RowSet<Row>> run(String sql, Tuple arguments) {
        return answered(pool.preparedQuery(sql).execute(arguments));
    }

    /** Runs a statement that may read very much. */
    public Future<RowSet<Row>> report(String sql, Tuple arguments) {
        return answered(reports.preparedQuery(sql).execute(arguments));
    }

    /** What is not answered in time counts as a database that cannot be reached: whether it was done is not known. */
    private <T> Future<T> answered(Future<T> answer) {
        return answer.timeout(DatabaseConfig.ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failures::unavailableOr);
    }

    /** Succeeds when the database answers. */
    public Future<Void> ping() {
        return pool.query("SELECT 1").execute().mapEmpty();
    }

    public Future<Void> close() {
        return Future.join(pool.close(), reports.close(), lookups.close()).mapEmpty();
    }
}
