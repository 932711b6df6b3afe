package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Uses the function that drops events from the table {@code outbox}. */
public final class PostgresOutboxRepository implements OutboxRepository {

    private final Database database;

    public PostgresOutboxRepository(Database database) {
        this.database = database;
    }

    private static final String DROP_OLDEST = """
        SELECT dropped, extract(epoch FROM ledger_now() - oldest)::bigint AS oldest_seconds
          FROM drop_events(ledger_now() - make_interval(secs => $1), $2)
        """;

    @Override
    public Future<DroppedEvents> dropOldest(Duration retention, int limit) {
        return database.write(DROP_OLDEST, Tuple.of((double) retention.toSeconds(), limit))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    @Nullable Long oldest = row.getLong("oldest_seconds");
                    return new DroppedEvents(
                            row.getInteger("dropped"),
                            Optional.ofNullable(oldest).map(Duration::ofSeconds));
                });
    }
}
