package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.Permission;
import io.loomi.common.errors.Failure;
import io.loomi.common.tracing.Correlation;
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

/** Reverses transactions. */
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
     * Reverses a transaction. Only the recipient of a transfer or an administrator can reverse it, not its sender.
     * Fails with NotFound, with Forbidden, with Refused if the money would go to another customer who cannot receive
     * it, and with the failures of {@link LedgerFailures} if the ledger declines.
     */
    public Future<PostingResult> reverse(Caller caller, NewReversal request) {
        long startedNanos = System.nanoTime();
        return eligibility
                .requireActive(caller)
                .compose(_ -> history.find(caller, request.transactionId()))
                .compose(original -> requireMayReverse(caller, original))
                .compose(original -> reverse(caller, original, request.of(original.userId())))
                .compose(LedgerFailures::requirePosted)
                .onSuccess(posting -> metrics.countPosting(posting, System.nanoTime() - startedNanos))
                .onSuccess(ReversalService::log);
    }

    private static void log(PostingResult posting) {
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

    /** A repeated request gets the first answer, even if the recipient can no longer receive money. */
    private Future<PostingResult> reverse(Caller caller, Transaction original, NewReversal request) {
        return requirePayee(caller, original)
                .compose(
                        _ -> ledger.reverse(request, Correlation.currentText()),
                        refused -> ledger.findEarlier(request)
                                .compose(earlier -> earlier.map(Future::succeededFuture)
                                        .orElseGet(() -> Future.failedFuture(refused))));
    }

    /** Checks only completed transactions. The ledger itself declines to reverse any other transaction. */
    private Future<Void> requirePayee(Caller caller, Transaction original) {
        return payee(original)
                .filter(id -> original.status() == TransactionStatus.COMPLETED && !id.equals(caller.userId()))
                .map(id -> eligibility
                        .requireRecipient(caller.userId(), new Recipient.ById(id))
                        .<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
    }

    /** Who receives the reversed money; the reversal of a credit that is not part of a transfer has no payee. */
    private static Optional<UUID> payee(Transaction original) {
        return original.type() == TransactionType.DEBIT
                ? Optional.of(original.userId())
                : original.transfer().map(Transaction.Transfer::counterpartyId);
    }

    private static Future<Transaction> requireMayReverse(Caller caller, Transaction original) {
        boolean sent = original.transfer().isPresent() && original.type() == TransactionType.DEBIT;
        return sent && !caller.may(Permission.ADMIN_TRANSACTIONS)
                ? Future.failedFuture(
                        new Failure.Forbidden("not-the-recipient", "Only the recipient can reverse a transfer."))
                : Future.succeededFuture(original);
    }
}
