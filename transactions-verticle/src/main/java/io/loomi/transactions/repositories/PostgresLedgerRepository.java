package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.identity.Ids;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Recipient;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Moves money with the functions of the ledger's migrations; postings use group commit. */
public final class PostgresLedgerRepository implements LedgerRepository {

    private final Database database;
    private final Clock clock;
    private final GroupCommit<PostingBatch.Request, PostingResult> postings;

    public PostgresLedgerRepository(Database database, Clock clock, MeterRegistry metrics) {
        this.database = database;
        this.clock = clock;
        PostingBatch batch = new PostingBatch(database, clock);
        this.postings = new GroupCommit<>(
                batch::commit, batch::commitAlone, PostingBatch.Request::exclusive, clock, new CommitMetrics(metrics));
    }

    @Override
    public Future<PostingResult> post(NewTransaction request, Optional<UUID> recipientId, String correlationId) {
        PostingResult.Reason closed = recipientId.isPresent()
                ? PostingResult.Reason.RECIPIENT_NOT_ACTIVE
                : PostingResult.Reason.CUSTOMER_NOT_ACTIVE;
        return postings.submit(new PostingBatch.Request(request, recipientId, correlationId))
                .recover(failure -> PostingFailures.of(failure, request.key(), closed));
    }

    private static final String DEFER = "SELECT outcome, (posted).* "
            + "FROM defer_transaction($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, ledger_now(), $12)";

    /** A deferred transaction takes a few calls to resolve, and most customers move money only a few times an hour. */
    private static final int MAX_DEFERRED_PER_CUSTOMER = 100;

    @Override
    public Future<PostingResult> defer(NewTransaction request, boolean external, String correlationId) {
        Tuple arguments = Tuple.tuple()
                .addUUID(request.userId())
                .addUUID(Ids.next(clock))
                .addString(request.type().text())
                .addBigDecimal(request.amount().value())
                .addString(request.description().map(Description::value).orElse(null))
                .addString(request.recipient().map(Recipient::text).orElse(null))
                .addBoolean(request.held())
                .addBoolean(external)
                .addString(request.key().map(IdempotencyKey::value).orElse(null))
                .addBuffer(request.key().map(_ -> Buffer.buffer(request.hash())).orElse(null))
                .addString(correlationId)
                .addInteger(MAX_DEFERRED_PER_CUSTOMER);
        return database.write(DEFER, arguments)
                .compose(rows -> LedgerRows.committed(rows, PostingRows::of))
                .recover(failure -> PostingFailures.of(failure, request.key()));
    }

    private static final String FIND_EARLIER =
            "SELECT CASE WHEN request_hash = $3 THEN 'replayed' ELSE 'key-reused' END AS outcome, " + LedgerRows.COLUMNS
                    + " FROM transactions WHERE user_id = $1 AND idempotency_key = $2";

    @Override
    public Future<Optional<PostingResult>> findEarlier(NewTransaction request) {
        return findEarlier(request.userId(), request.key().map(IdempotencyKey::value), request.hash());
    }

    @Override
    public Future<Optional<PostingResult>> findEarlier(NewReversal request) {
        return findEarlier(request.userId(), request.recordedKey(), request.hash());
    }

    private Future<Optional<PostingResult>> findEarlier(UUID userId, Optional<String> key, byte[] hash) {
        return key.map(known -> database.lookUp(FIND_EARLIER, Tuple.of(userId, known, Buffer.buffer(hash)))
                        .map(rows -> LedgerRows.first(rows, PostingRows::of)))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private static final String END_HOLD =
            "SELECT outcome, (ended).* FROM end_hold($1, $2, $3, $4, $5, $6, ledger_now())";

    @Override
    public Future<HoldResult> endHold(
            UUID userId, UUID id, HoldAction action, Optional<Money> amount, String correlationId) {
        Tuple arguments = Tuple.tuple()
                .addUUID(userId)
                .addUUID(id)
                .addString(action.name().toLowerCase(Locale.ROOT))
                .addBigDecimal(amount.map(Money::value).orElse(null))
                .addUUID(Ids.next(clock))
                .addString(correlationId);
        return database.write(END_HOLD, arguments)
                .compose(rows -> LedgerRows.committed(rows, PostgresLedgerRepository::ending))
                .recover(PostgresLedgerRepository::declineIfClosed)
                .recover(PostingFailures::ofRepeatable);
    }

    /** Only a capture can fail because of a closed account: it adds money to the recipient's account. */
    private static Future<HoldResult> declineIfClosed(Throwable failure) {
        return PostingFailures.isAccountClosed(failure)
                ? Future.succeededFuture(new HoldResult(HoldResult.Outcome.RECIPIENT_NOT_ACTIVE, Optional.empty()))
                : Future.failedFuture(failure);
    }

    private static HoldResult ending(Row row) {
        HoldResult.Outcome outcome = HoldResult.Outcome.valueOf(
                row.getString("outcome").replace('-', '_').toUpperCase(Locale.ROOT));
        return new HoldResult(
                outcome,
                switch (outcome) {
                    case NOT_FOUND -> Optional.empty();
                    case REPEATED -> Optional.of(LedgerRows.transaction(row).beforeReversals());
                    default -> Optional.of(LedgerRows.transaction(row));
                });
    }

    private static final String REVERSE =
            "SELECT outcome, (posted).* FROM reverse_transaction($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, ledger_now())";

    @Override
    public Future<PostingResult> reverse(NewReversal request, String correlationId) {
        Tuple arguments = Tuple.tuple()
                .addUUID(request.userId())
                .addUUID(request.transactionId())
                .addBigDecimal(request.amount().map(Money::value).orElse(null))
                .addString(request.description().map(Description::value).orElse(null))
                .addUUID(Ids.next(clock))
                .addUUID(Ids.next(clock))
                .addString(request.recordedKey().orElse(null))
                .addBuffer(request.key().map(_ -> Buffer.buffer(request.hash())).orElse(null))
                .addString(correlationId)
                .addUUID(request.actedBy().orElse(null));
        return database.write(REVERSE, arguments)
                .compose(rows -> LedgerRows.committed(rows, PostingRows::of))
                .recover(failure ->
                        PostingFailures.of(failure, request.key(), PostingResult.Reason.RECIPIENT_NOT_ACTIVE));
    }

    private static final String DUE_HOLDS = """
        SELECT user_id, id, expires_at FROM transactions
         WHERE status = 'pending' AND expires_at <= (SELECT ledger_now()) AND (expires_at, user_id, id) > ($1, $2, $3)
         ORDER BY expires_at, user_id, id LIMIT $4
        """;

    private static final DueHold BEFORE_FIRST = new DueHold(new UUID(0, 0), new UUID(0, 0), Instant.EPOCH);

    @Override
    public Future<List<DueHold>> dueHolds(Optional<DueHold> after, int limit) {
        DueHold last = after.orElse(BEFORE_FIRST);
        Tuple arguments = Tuple.of(LedgerRows.utc(last.expiresAt()), last.userId(), last.id(), limit);
        return database.read(DUE_HOLDS, arguments).map(rows -> LedgerRows.all(rows, PostgresLedgerRepository::dueHold));
    }

    private static DueHold dueHold(Row row) {
        return new DueHold(row.getUUID("user_id"), row.getUUID("id"), LedgerRows.time(row, "expires_at"));
    }
}
