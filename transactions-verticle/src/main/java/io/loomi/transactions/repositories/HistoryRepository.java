package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.HistoryPosition;
import io.loomi.transactions.entities.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what was recorded. */
public interface HistoryRepository {

    Future<Optional<Transaction>> find(UUID userId, UUID id);

    /** Whosever it is. */
    Future<Optional<Transaction>> findAnyones(UUID id);

    /**
     * Transactions of an account, newest first.
     *
     * @param before continues before this position
     */
    Future<List<Transaction>> history(UUID userId, HistoryFilter filter, Optional<HistoryPosition> before, int limit);

    /** Empty before the first transaction. */
    Future<Optional<Account>> account(UUID userId);
}
