package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Ids;
import io.loomi.common.resilience.Deadline;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.Hold;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Commits a batch of new transactions with one call of {@code post_transactions}. */
final class PostingBatch {

    /** All times come from one reading of the database's clock. */
    private static final String POST = """
        SELECT request, outcome, (posted).* FROM (SELECT ledger_now() AS now) AS clock CROSS JOIN LATERAL post_transactions(
          $1, $2, $3, $4, $5, $6, $7,
          ARRAY(SELECT CASE WHEN held THEN clock.now + make_interval(secs => $12) END
                  FROM unnest($8::boolean[]) WITH ORDINALITY AS request (held, ordinal) ORDER BY ordinal),
          $9, $10, $11, clock.now, $13)
        """;

    /** How long a batch waits for a locked account. Batches lock accounts only for milliseconds. */
    private static final String SHORT_WAIT = "500ms";

    private static final String LONG_WAIT = "2s";

    private final Database database;
    private final Clock clock;

    /**
     * One request in the batch.
     *
     * @param recipientId the id of the transfer's recipient; otherwise empty
     * @param correlationId of the HTTP request
     */
    record Request(NewTransaction transaction, Optional<UUID> recipientId, String correlationId) {

        /** Two requests of a customer with the same key must not share a batch. Requests without a key may. */
        Object exclusive() {
            return transaction
                    .key()
                    .<Object>map(key -> new CustomerAndKey(transaction.userId(), key))
                    .orElseGet(Object::new); // equal only to itself
        }

        private String type() {
            return recipientId.isPresent() ? "transfer" : transaction.type().text();
        }

        private record CustomerAndKey(UUID userId, IdempotencyKey key) {}
    }

    PostingBatch(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Returns one outcome for each request, in their order. If a row cannot be read, only the outcome of its request is
     * unknown.
     */
    Future<List<Future<PostingResult>>> commit(List<Request> batch, Deadline deadline) {
        return database.batch(POST, arguments(batch, SHORT_WAIT), deadline).map(rows -> outcomes(batch.size(), rows));
    }

    Future<PostingResult> commitAlone(Request request, Deadline deadline) {
        return database.write(POST, arguments(List.of(request), LONG_WAIT), Optional.of(deadline))
                .compose(rows -> outcomes(1, rows).getFirst());
    }

    private static List<Future<PostingResult>> outcomes(int requests, RowSet<Row> rows) {
        List<Future<PostingResult>> outcomes =
                new ArrayList<>(Collections.nCopies(requests, Future.failedFuture(new Failure.OutcomeUnknown())));
        for (Row row : rows) {
            outcomes.set(row.getInteger("request") - 1, LedgerRows.committed(row, PostingRows::of));
        }
        return outcomes;
    }

    private Tuple arguments(List<Request> batch, String wait) {
        Columns columns = new Columns(batch);
        return Tuple.tuple()
                .addArrayOfUUID(
                        columns.of(UUID[]::new, request -> request.transaction().userId()))
                .addArrayOfUUID(columns.of(UUID[]::new, _ -> Ids.next(clock)))
                .addArrayOfString(columns.of(String[]::new, Request::type))
                .addValue(columns.of(
                        BigDecimal[]::new,
                        request -> request.transaction().amount().value()))
                .addArrayOfString(columns.of(
                        String[]::new,
                        request -> request.transaction()
                                .description()
                                .map(Description::value)
                                .orElse(null)))
                .addArrayOfUUID(
                        columns.of(UUID[]::new, request -> request.recipientId().orElse(null)))
                .addArrayOfUUID(columns.of(UUID[]::new, _ -> Ids.next(clock)))
                .addArrayOfBoolean(columns.of(
                        Boolean[]::new, request -> request.transaction().held()))
                .addArrayOfString(columns.of(
                        String[]::new,
                        request -> request.transaction()
                                .key()
                                .map(IdempotencyKey::value)
                                .orElse(null)))
                .addArrayOfBuffer(columns.of(
                        Buffer[]::new,
                        request -> request.transaction()
                                .key()
                                .map(_ -> Buffer.buffer(request.transaction().hash()))
                                .orElse(null)))
                .addArrayOfString(columns.of(String[]::new, Request::correlationId))
                .addDouble((double) Hold.TIME_TO_LIVE.toSeconds())
                .addString(wait);
    }

    /** The requests, column by column. */
    private record Columns(List<Request> batch) {
        private <T> @Nullable T[] of(IntFunction<@Nullable T[]> array, Function<Request, @Nullable T> value) {
            @Nullable T[] column = array.apply(batch.size());
            for (int i = 0; i < column.length; i++) {
                column[i] = value.apply(batch.get(i));
            }
            return column;
        }
    }
}
