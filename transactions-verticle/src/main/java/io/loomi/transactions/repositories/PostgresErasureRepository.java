package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.transactions.entities.Erasure;
import io.loomi.transactions.entities.ErasureStep;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Uses the table {@code erasures} and the function that removes descriptions and idempotency keys from the table
 * {@code transactions}.
 */
public final class PostgresErasureRepository implements ErasureRepository {

    private final Database database;

    public PostgresErasureRepository(Database database) {
        this.database = database;
    }

    private static final String LAST_POSITION =
            "SELECT coalesce((SELECT position FROM erasures ORDER BY position DESC LIMIT 1), 0) AS position";

    @Override
    public Future<Long> lastPosition() {
        return database.read(LAST_POSITION, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("position"));
    }

    private static final String ADD = """
        INSERT INTO erasures (user_id, position, erased_at, due_at)
          SELECT user_id, position, erased_at, erased_at
            FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) AS e (user_id, position, erased_at)
        ON CONFLICT DO NOTHING
        """;

    @Override
    public Future<Void> add(List<Erasure> erasures) {
        Tuple arguments = Tuple.tuple()
                .addArrayOfUUID(erasures.stream().map(Erasure::userId).toArray(UUID[]::new))
                .addArrayOfLong(erasures.stream().map(Erasure::position).toArray(Long[]::new))
                .addArrayOfOffsetDateTime(erasures.stream()
                        .map(erasure -> LedgerRows.utc(erasure.erasedAt()))
                        .toArray(OffsetDateTime[]::new));
        return database.write(ADD, arguments).mapEmpty();
    }

    private static final String ERASE_NEXT =
            "SELECT person, texts, swept, failure FROM erase_next_texts(ledger_now(), make_interval(secs => $1), $2) "
                    + "WHERE person IS NOT NULL";

    @Override
    public Future<Optional<ErasureStep>> eraseNext(Duration gracePeriod, int batch) {
        Tuple arguments = Tuple.of((double) gracePeriod.toSeconds(), batch);
        return database.write(ERASE_NEXT, arguments)
                .map(rows -> LedgerRows.first(
                        rows,
                        row -> new ErasureStep(
                                row.getUUID("person"),
                                row.getInteger("texts"),
                                row.getBoolean("swept"),
                                Optional.ofNullable(row.getString("failure")))));
    }
}
