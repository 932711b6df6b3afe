package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.Permission;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.entities.TransactionType;
import io.loomi.transactions.repositories.LedgerRepository;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes back what was moved. */
public final class ReversalService {

    private static final Logger LOG = LoggerFactory.getLogger(ReversalService.class);

    private final Eligibility eligibility;
    private final HistoryService history;
    private final LedgerRepository ledger;
    private final BusinessMetrics metrics;

    public ReversalService(
            Eligibility eligibility, HistoryService history, LedgerRepository ledger, BusinessMetrics metrics) {
        this.metrics = metrics;
        this.eligibility = eligibility;
        this.history = history;
        this.ledger = ledger;
    }

    /**
     * Reverses a transaction. A transfer is given back by its recipient, or by an administrator: its sender cannot take it
     * back. Fails with NotFound, Forbidden, with Refused when somebody else would receive the money and cannot, and as
     * {@link Declines} says.
     */
    public Future<PostingResult> reverse(Caller caller, NewReversal asked) {
        long startedNanos = System.nanoTime();
        return eligibility
                .requireActive(caller)
                .compose(_ -> history.find(caller, asked.transactionId()))
                .compose(original -> requireGiver(caller, original))
                .compose(original -> reverse(caller, original, asked.of(original.userId())))
                .compose(Declines::orSucceed)
                .onSuccess(posting -> metrics.posted(posting, System.nanoTime() - startedNanos))
                .onSuccess(ReversalService::note);
    }

    private static void note(PostingResult posting) {
        if (posting instanceof PostingResult.Posted(Transaction reversal)) {
            reversal.actedBy()
                    .ifPresent(administrator -> LOG.atInfo()
                            .addKeyValue("administrator", administrator)
                            .addKeyValue("userId", reversal.userId())
                            .addKeyValue("transactionId", reversal.id())
                            .addKeyValue("status", reversal.status().text())
                            .log("Administrator reversed a transaction"));
        }
    }

    /** A repetition is answered as the first time, even when the recipient could not receive it any more. */
    private Future<PostingResult> reverse(Caller caller, Transaction original, NewReversal asked) {
        return requirePayee(caller, original)
                .compose(
                        _ -> ledger.reverse(asked, Correlation.currentText()),
                        refused -> ledger.earlier(asked)
                                .compose(earlier -> earlier.map(Future::succeededFuture)
                                        .orElseGet(() -> Future.failedFuture(refused))));
    }

    /** What the ledger will not take back anyway is left to the ledger to decline. */
    private Future<Void> requirePayee(Caller caller, Transaction original) {
        return payee(original)
                .filter(id -> original.status() == TransactionStatus.COMPLETED && !id.equals(caller.userId()))
                .map(id -> eligibility
                        .requireRecipient(caller.userId(), new Recipient.ById(id))
                        .<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
    }

    /** Who receives what is taken back; a credit that nobody had sent goes back to nobody. */
    private static Optional<UUID> payee(Transaction original) {
        return original.type() == TransactionType.DEBIT
                ? Optional.of(original.userId())
                : original.transfer().map(Transaction.Transfer::counterpartyId);
    }

    private static Future<Transaction> requireGiver(Caller caller, Transaction original) {
        boolean sent = original.transfer().isPresent() && original.type() == TransactionType.DEBIT;
        return sent && !caller.may(Permission.ADMIN_TRANSACTIONS)
                ? Future.failedFuture(
                        new Failure.Forbidden("not-the-recipient", "Only the recipient can give a transfer back."))
                : Future.succeededFuture(original);
    }
}
