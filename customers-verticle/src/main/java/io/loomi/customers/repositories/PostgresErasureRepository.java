package io.loomi.customers.repositories;

import io.loomi.common.database.Database;
import io.loomi.customers.entities.Erasure;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** Erasures in the table {@code erasures}. */
public final class PostgresErasureRepository implements ErasureRepository {

    private final Database database;

    public PostgresErasureRepository(Database database) {
        this.database = database;
    }

    private static final String AFTER =
            "SELECT position, user_id, erased_at FROM erasures WHERE position > $1 ORDER BY position LIMIT $2";

    @Override
    public Future<List<Erasure>> after(long position, int limit) {
        return database.lookUp(AFTER, Tuple.of(position, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Erasure(
                                row.getLong("position"),
                                row.getUUID("user_id"),
                                row.getOffsetDateTime("erased_at").toInstant()))
                        .toList());
    }

    private static final String ERASE_ORIGINS = "SELECT erase_origins($1::integer) AS read";

    @Override
    public Future<Boolean> eraseOrigins(int limit) {
        return database.write(ERASE_ORIGINS, Tuple.of(limit))
                .map(rows -> rows.iterator().next().getInteger("read") != null);
    }
}
