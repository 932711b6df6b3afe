package io.loomi.common.database;

import io.loomi.common.config.Instance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL as one event loop uses it: key look-ups go pipelined over one connection, which was measured faster than a
 * pool, and everything else over a pool, where a slow statement holds up no other. Both reconnect by themselves.
 *
 * <p>Failures to reach the database come out as {@link io.loomi.common.errors.Failure.Unavailable}.
 */
public final class Database {

    private static final int PIPELINED_LOOKUPS = 64;
    private static final int LONGEST_QUEUE = 1024;

    private final Pool pool;
    private final SqlClient lookups;

    private Database(Pool pool, SqlClient lookups) {
        this.pool = pool;
        this.lookups = lookups;
    }

    /** Connects when it is first used; the instance gets its share of the configured pool. */
    public static Database open(Vertx vertx, DatabaseConfig config, Instance instance) {
        PgConnectOptions connection = config.connection();
        PoolOptions pooled = options("pool-" + instance.number()).setMaxSize(instance.shareOf(config.poolSize()));
        PoolOptions single = options("lookups-" + instance.number()).setMaxSize(1);
        return new Database(
                PgBuilder.pool()
                        .with(pooled)
                        .with(network())
                        .connectingTo(connection)
                        .using(vertx)
                        .build(),
                PgBuilder.client()
                        .with(single)
                        .with(network())
                        .connectingTo(new PgConnectOptions(connection).setPipeliningLimit(PIPELINED_LOOKUPS))
                        .using(vertx)
                        .build());
    }

    private static PoolOptions options(String name) {
        return new PoolOptions()
                .setName(name)
                .setMaxWaitQueueSize(LONGEST_QUEUE)
                .setConnectionTimeout((int) DatabaseConfig.CONNECTION_WAIT.toSeconds())
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    }

    private static NetClientOptions network() {
        return new NetClientOptions().setConnectTimeout((int) DatabaseConfig.CONNECTION_WAIT.toMillis());
    }

    /** Runs a statement that finds a few rows by key. */
    public Future<RowSet<Row>> lookUp(String sql, Tuple arguments) {
        return answered(lookups.preparedQuery(sql).execute(arguments));
    }

    /** Runs a statement on a connection of its own. */
    public Future<RowSet<Row>> run(String sql, Tuple arguments) {
        return answered(pool.preparedQuery(sql).execute(arguments));
    }

    /** What is not answered in time counts as a database that cannot be reached: whether it was done is not known. */
    private static <T> Future<T> answered(Future<T> answer) {
        return answer.timeout(DatabaseConfig.ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .recover(DatabaseFailures::unavailableOr);
    }

    /** Succeeds when the database answers. */
    public Future<Void> ping() {
        return pool.query("SELECT 1").execute().mapEmpty();
    }

    public Future<Void> close() {
        return Future.join(pool.close(), lookups.close()).mapEmpty();
    }
}
