package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.Permission;
import io.loomi.common.errors.Failure;
import io.loomi.common.pages.Page;
import io.loomi.common.pages.PageRequest;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.HistoryPosition;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.repositories.HistoryRepository;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads transactions and balances. */
public final class HistoryService {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryService.class);

    private final HistoryRepository history;

    public HistoryService(HistoryRepository history) {
        this.history = history;
    }

    /** Returns a transaction of the caller, or any transaction to an administrator; otherwise fails with NotFound. */
    public Future<Transaction> find(Caller caller, UUID id) {
        Future<Optional<Transaction>> found = caller.may(Permission.ADMIN_TRANSACTIONS)
                ? history.findForAnyOwner(id)
                : history.find(caller.userId(), id);
        return found.compose(transaction -> transaction
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new Failure.NotFound("There is no such transaction."))))
                .onSuccess(transaction -> logIfOther(caller, transaction.userId()));
    }

    /** Logs that an administrator has read another customer's transactions. */
    private static void logIfOther(Caller caller, UUID owner) {
        if (!owner.equals(caller.userId())) {
            LOG.atInfo()
                    .addKeyValue("administrator", caller.userId())
                    .addKeyValue("userId", owner)
                    .log("Administrator read a customer's transactions");
        }
    }

    /**
     * Returns a page of history; fails with Forbidden if the account belongs to another customer and the caller is not
     * an administrator.
     */
    public Future<Page<Transaction>> list(Caller caller, UUID userId, HistoryFilter filter, PageRequest request) {
        if (!userId.equals(caller.userId()) && !caller.may(Permission.ADMIN_TRANSACTIONS)) {
            return Future.failedFuture(new Failure.Forbidden("not-yours", "This history belongs to another customer."));
        }
        return history.history(userId, filter, request.after().map(HistoryService::position), request.limit() + 1)
                .onSuccess(_ -> logIfOther(caller, userId))
                .map(found -> Page.of(
                        found,
                        request,
                        transaction -> HistoryPosition.of(transaction).text()));
    }

    private static HistoryPosition position(String text) {
        try {
            return HistoryPosition.parse(text);
        } catch (IllegalArgumentException notOurs) {
            throw PageRequest.invalidCursor();
        }
    }

    /** Returns the caller's account, which is empty before the first transaction. */
    public Future<Account> account(Caller caller) {
        return history.account(caller.userId()).map(found -> found.orElseGet(() -> Account.empty(caller.userId())));
    }
}
