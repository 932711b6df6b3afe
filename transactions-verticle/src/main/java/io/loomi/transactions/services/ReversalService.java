package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.Permission;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.entities.Posting;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionType;
import io.loomi.transactions.repositories.LedgerRepository;
import io.vertx.core.Future;

/** Takes back what was moved. */
public final class ReversalService {

    private final Standing standing;
    private final HistoryService history;
    private final LedgerRepository ledger;
    private final BusinessMetrics metrics;

    public ReversalService(
            Standing standing, HistoryService history, LedgerRepository ledger, BusinessMetrics metrics) {
        this.metrics = metrics;
        this.standing = standing;
        this.history = history;
        this.ledger = ledger;
    }

    /**
     * Reverses a transaction. A transfer is given back by its recipient, or by an administrator: its sender cannot take it
     * back. Fails with NotFound, Forbidden, and as {@link Declines} says.
     */
    public Future<Posting> reverse(Caller caller, NewReversal asked) {
        long startedNanos = System.nanoTime();
        return standing.requireActive(caller)
                .compose(_ -> history.find(caller, asked.transactionId()))
                .compose(original -> requireGiver(caller, original))
                .compose(original -> ledger.reverse(asked.of(original.userId()), Correlation.currentText()))
                .compose(Declines::orSucceed)
                .onSuccess(posting -> metrics.posted(posting, System.nanoTime() - startedNanos));
    }

    private static Future<Transaction> requireGiver(Caller caller, Transaction original) {
        boolean sent = original.transfer().isPresent() && original.type() == TransactionType.DEBIT;
        return sent && !caller.may(Permission.ADMIN_TRANSACTIONS)
                ? Future.failedFuture(
                        new Failure.Forbidden("not-the-recipient", "Only the recipient can give a transfer back."))
                : Future.succeededFuture(original);
    }
}
