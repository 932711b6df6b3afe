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

/** What has moved, and what is there now. */
public final class HistoryService {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryService.class);

    private final HistoryRepository history;

    public HistoryService(HistoryRepository history) {
        this.history = history;
    }

    /** One's own transaction, or for an administrator anyone's; NotFound for all else. */
    public Future<Transaction> find(Caller caller, UUID id) {
        Future<Optional<Transaction>> found =
                caller.may(Permission.ADMIN_TRANSACTIONS) ? history.findAnyones(id) : history.find(caller.userId(), id);
        return found.compose(transaction -> transaction
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new Failure.NotFound("There is no such transaction."))))
                .onSuccess(transaction -> note(caller, transaction.userId()));
    }

    /** Administrators may read what is somebody else's, and that they did is on record. */
    private static void note(Caller caller, UUID owner) {
        if (!owner.equals(caller.userId())) {
            LOG.atInfo()
                    .addKeyValue("administrator", caller.userId())
                    .addKeyValue("userId", owner)
                    .log("Administrator read transactions of a person");
        }
    }

    /** A page of history; Forbidden when it is somebody else's and the caller is no administrator. */
    public Future<Page<Transaction>> list(Caller caller, UUID userId, HistoryFilter filter, PageRequest request) {
        if (!userId.equals(caller.userId()) && !caller.may(Permission.ADMIN_TRANSACTIONS)) {
            return Future.failedFuture(new Failure.Forbidden("not-yours", "This history is somebody else's."));
        }
        return history.history(userId, filter, request.after().map(HistoryService::position), request.limit() + 1)
                .onSuccess(_ -> note(caller, userId))
                .map(found -> Page.of(
                        found,
                        request,
                        transaction -> HistoryPosition.of(transaction).text()));
    }

    private static HistoryPosition position(String text) {
        try {
            return HistoryPosition.parse(text);
        } catch (IllegalArgumentException notOurs) {
            throw PageRequest.brokenCursor();
        }
    }

    /** The caller's account; an empty one before the first transaction. */
    public Future<Account> account(Caller caller) {
        return history.account(caller.userId()).map(found -> found.orElseGet(() -> Account.empty(caller.userId())));
    }
}
