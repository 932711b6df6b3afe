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
    public Future<PostingResult> post(Caller caller, NewTransaction asked) {
        long startedNanos = System.nanoTime();
        return eligibility
                .requireActive(caller)
                .compose(_ -> postKnown(caller, asked), failure -> acceptIfUnknown(failure, caller, asked))
                .compose(LedgerFailures::requirePosted)
                .onSuccess(posting -> logPosted(posting, startedNanos));
    }

    private Future<PostingResult> postKnown(Caller caller, NewTransaction asked) {
        return asked.recipient()
                .map(recipient -> transfer(caller, asked, recipient))
                .orElseGet(() -> ledger.post(asked, Optional.empty(), Correlation.currentText()));
    }

    /** A repeated request gets the first answer, even if the recipient can no longer receive money. */
    private Future<PostingResult> transfer(Caller caller, NewTransaction asked, Recipient recipient) {
        return unknownRecipients
                .requireAllowed(asked.userId(), recipient)
                .compose(_ -> eligibility.requireRecipient(asked.userId(), recipient))
                .compose(
                        id -> ledger.post(asked, Optional.of(id), Correlation.currentText()),
                        refused -> ledger.earlier(asked)
                                .compose(earlier -> earlier.map(Future::succeededFuture)
                                        .orElseGet(() -> unknownRecipients
                                                .count(asked.userId(), recipient, refused)
                                                .compose(_ -> acceptIfUnknown(refused, caller, asked)))));
    }

    private Future<PostingResult> acceptIfUnknown(Throwable failure, Caller caller, NewTransaction asked) {
        return failure instanceof Failure.Unavailable
                ? ledger.accept(asked, caller.external().isPresent(), Correlation.currentText())
                : Future.failedFuture(failure);
    }

    private void logPosted(PostingResult posting, long startedNanos) {
        if (posting instanceof PostingResult.Posted posted) {
            Transaction transaction = posted.transaction();
            metrics.posted(posting, System.nanoTime() - startedNanos);
            LOG.atInfo()
                    .addKeyValue("userId", transaction.userId())
                    .addKeyValue("transactionId", transaction.id())
                    .addKeyValue("amount", transaction.amount().value())
                    .addKeyValue("status", transaction.status().text())
                    .log(transaction.deferred() ? "Transaction accepted" : "Transaction created");
        }
    }
}
