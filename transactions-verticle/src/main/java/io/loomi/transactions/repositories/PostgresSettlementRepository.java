package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.identity.Ids;
import io.loomi.transactions.entities.Hold;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Settlement;
import io.loomi.transactions.entities.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code settlements}, and the functions that take from it and settle. */
public final class PostgresSettlementRepository implements SettlementRepository {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSettlementRepository.class);

    private final Database database;
    private final Clock clock;

    public PostgresSettlementRepository(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static final String TAKE = "SELECT * FROM take_settlements($1, make_interval(secs => $2), $3)";

    /** Ids are in the order in which they were made. */
    private static final Comparator<Settlement> OLDEST_FIRST =
            Comparator.comparing(Settlement::acceptedAt).thenComparing(Settlement::transactionId);

    @Override
    public Future<List<Settlement>> take(Duration lease, int limit) {
        Tuple arguments = Tuple.of(LedgerRows.utc(clock.instant()), (double) lease.toSeconds(), limit);
        return database.write(TAKE, arguments)
                .map(rows -> LedgerRows.all(rows, PostgresSettlementRepository::readable).stream()
                        .flatMap(Optional::stream)
                        .sorted(OLDEST_FIRST)
                        .toList());
    }

    /** One that cannot be read keeps its lease, and the others are settled. */
    private static Optional<Settlement> readable(Row row) {
        try {
            return Optional.of(settlement(row));
        } catch (RuntimeException unreadable) {
            LOG.atError()
                    .addKeyValue("transactionId", row.getUUID("transaction_id"))
                    .addKeyValue("cause", String.valueOf(unreadable.getMessage()))
                    .log("Settlement cannot be read");
            return Optional.empty();
        }
    }

    private static Settlement settlement(Row row) {
        return new Settlement(
                row.getUUID("user_id"),
                row.getUUID("transaction_id"),
                Optional.ofNullable(row.getString("recipient")).map(Recipient::of),
                row.getBoolean("external"),
                LedgerRows.time(row, "accepted_at"),
                LedgerRows.time(row, "due_at"),
                row.getInteger("attempts"),
                row.getString("correlation_id"));
    }

    @Override
    public Future<Optional<Transaction>> complete(Settlement settlement, Optional<UUID> recipientId) {
        return settle(settlement, null, recipientId);
    }

    @Override
    public Future<Optional<Transaction>> fail(Settlement settlement, String reason) {
        return settle(settlement, reason, Optional.empty());
    }

    private static final String SETTLE =
            "SELECT outcome, (settled).* FROM settle_transaction($1, $2, $3, $4, $5, $6, $7)";

    private Future<Optional<Transaction>> settle(
            Settlement settlement, @Nullable String failure, Optional<UUID> recipientId) {
        Instant now = clock.instant();
        Tuple arguments = Tuple.tuple()
                .addUUID(settlement.userId())
                .addUUID(settlement.transactionId())
                .addString(failure)
                .addUUID(recipientId.orElse(null))
                .addUUID(Ids.next(clock))
                .addOffsetDateTime(LedgerRows.utc(now.plus(Hold.LIFE)))
                .addOffsetDateTime(LedgerRows.utc(now));
        return database.write(SETTLE, arguments)
                .compose(rows -> LedgerRows.committed(
                        rows,
                        row -> "done".equals(row.getString("outcome"))
                                ? Optional.of(LedgerRows.transaction(row))
                                : Optional.empty()));
    }

    private static final String POSTPONE = """
            UPDATE settlements SET due_at = $3, attempts = attempts + 1
             WHERE user_id = $1 AND transaction_id = $2 AND due_at = $4
            """;

    @Override
    public Future<Void> postpone(Settlement settlement, Instant until) {
        Tuple arguments = Tuple.of(
                settlement.userId(),
                settlement.transactionId(),
                LedgerRows.utc(until),
                LedgerRows.utc(settlement.leasedUntil()));
        return database.write(POSTPONE, arguments).mapEmpty();
    }

    private static final String GIVE_BACK = """
            UPDATE settlements AS s SET due_at = s.accepted_at
              FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS given (user_id, transaction_id, leased_until)
             WHERE s.user_id = given.user_id AND s.transaction_id = given.transaction_id
               AND s.due_at = given.leased_until
            """;

    @Override
    public Future<Void> giveBack(List<Settlement> settlements) {
        Tuple arguments = Tuple.tuple()
                .addArrayOfUUID(settlements.stream().map(Settlement::userId).toArray(UUID[]::new))
                .addArrayOfUUID(
                        settlements.stream().map(Settlement::transactionId).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(settlements.stream()
                        .map(one -> LedgerRows.utc(one.leasedUntil()))
                        .toArray(OffsetDateTime[]::new));
        return settlements.isEmpty()
                ? Future.succeededFuture()
                : database.write(GIVE_BACK, arguments).mapEmpty();
    }
}
