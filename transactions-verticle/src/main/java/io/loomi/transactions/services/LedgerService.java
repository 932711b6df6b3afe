package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.repositories.LedgerRepository;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts transactions. */
public final class LedgerService {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerService.class);

    private final Eligibility eligibility;
    private final LedgerRepository ledger;
    private final UnknownRecipients unknownRecipients;
    private final BusinessMetrics metrics;

    public LedgerService(
            Eligibility eligibility,
            LedgerRepository ledger,
            UnknownRecipients unknownRecipients,
            BusinessMetrics metrics) {
        this.eligibility = eligibility;
        this.ledger = ledger;
        this.unknownRecipients = unknownRecipients;
        this.metrics = metrics;
    }

    /**
     * Posts a transaction for the caller. If customers cannot check the caller or the recipient now, the ledger defers the
     * transaction. Fails with Forbidden when the caller may not use the bank, with Refused when the recipient of a transfer cannot
     * receive it, with RateLimited when the caller has named too many unknown recipients, and with the failures of {@link
     * LedgerFailures} when the ledger declines.
     */
    public Future<PostingResult> post(Caller caller, NewTransaction request) {
        long startedNanos = System.nanoTime();
        return eligibility
                .requireActive(caller)
                .compose(_ -> postKnown(caller, request), failure -> deferIfUnknown(failure, caller, request))
                .compose(LedgerFailures::requirePosted)
                .onSuccess(posting -> logPosted(posting, startedNanos));
    }

    private Future<PostingResult> postKnown(Caller caller, NewTransaction request) {
        return request.recipient()
                .map(recipient -> transfer(caller, request, recipient))
                .orElseGet(() -> ledger.post(request, Optional.empty(), Correlation.currentText()));
    }

    /** A repeated request gets the first answer, even if the recipient can no longer receive money. */
    private Future<PostingResult> transfer(Caller caller, NewTransaction request, Recipient recipient) {
        return unknownRecipients
                .requireAllowed(request.userId(), recipient)
                .compose(_ -> eligibility.requireRecipient(request.userId(), recipient))
                .compose(
                        id -> ledger.post(request, Optional.of(id), Correlation.currentText()),
                        refused -> ledger.findEarlier(request)
                                .compose(earlier -> earlier.map(Future::succeededFuture)
                                        .orElseGet(() -> unknownRecipients
                                                .count(request.userId(), recipient, refused)
                                                .compose(_ -> deferIfUnknown(refused, caller, request)))));
    }

    private Future<PostingResult> deferIfUnknown(Throwable failure, Caller caller, NewTransaction request) {
        return failure instanceof Failure.Unavailable
                ? ledger.defer(request, caller.external().isPresent(), Correlation.currentText())
                : Future.failedFuture(failure);
    }

    private void logPosted(PostingResult posting, long startedNanos) {
        if (posting instanceof PostingResult.Posted posted) {
            Transaction transaction = posted.transaction();
            metrics.countPosting(posting, System.nanoTime() - startedNanos);
            LOG.atInfo()
                    .addKeyValue("userId", transaction.userId())
                    .addKeyValue("transactionId", transaction.id())
                    .addKeyValue("amount", transaction.amount().value())
                    .addKeyValue("status", transaction.status().text())
                    .log(transaction.deferred() ? "Transaction deferred" : "Transaction created");
        }
    }
}
