package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.HistoryPosition;
import io.loomi.transactions.entities.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads transactions and accounts. */
public interface HistoryRepository {

    Future<Optional<Transaction>> find(UUID userId, UUID id);

    /** Finds a transaction of any owner. */
    Future<Optional<Transaction>> findForAnyOwner(UUID id);

    /**
     * Transactions of an account, newest first.
     *
     * @param before returns transactions before this position
     */
    Future<List<Transaction>> history(UUID userId, HistoryFilter filter, Optional<HistoryPosition> before, int limit);

    /** Empty before the first transaction. */
    Future<Optional<Account>> account(UUID userId);
}
