package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.Posting;
import io.loomi.transactions.entities.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The record of what moved. */
public interface LedgerRepository {

    /**
     * Checks, moves and records in one commit.
     *
     * @param id the new row's id, not used when the request turns out to be a repetition
     */
    Future<Posting> post(NewTransaction asked, UUID id, String correlationId, Instant now);

    Future<Optional<Transaction>> find(UUID userId, UUID id);

    /** Whosever it is. */
    Future<Optional<Transaction>> findAnyones(UUID id);

    /**
     * Transactions of an account, newest first.
     *
     * @param before continues before this sequence
     */
    Future<List<Transaction>> history(UUID userId, HistoryFilter filter, Optional<Long> before, int limit);

    /** Empty before the first transaction. */
    Future<Optional<Account>> account(UUID userId);
}
