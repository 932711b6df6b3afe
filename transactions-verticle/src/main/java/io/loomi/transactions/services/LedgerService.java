package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.clients.Customers;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.Posting;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.repositories.LedgerRepository;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves money. */
public final class LedgerService {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerService.class);

    private final Customers customers;
    private final LedgerRepository ledger;
    private final BusinessMetrics metrics;

    public LedgerService(Customers customers, LedgerRepository ledger, BusinessMetrics metrics) {
        this.customers = customers;
        this.ledger = ledger;
        this.metrics = metrics;
    }

    /**
     * Posts a transaction of the caller's. Fails with Forbidden when the caller may not use the bank, and as {@link Declines} says when the ledger declines.
     */
    public Future<Posting> post(Caller caller, NewTransaction asked) {
        long startedNanos = System.nanoTime();
        return requireActive(caller)
                .compose(_ -> ledger.post(asked, correlationId()))
                .compose(Declines::orSucceed)
                .onSuccess(posting -> note(posting, startedNanos));
    }

    /** Fails with Forbidden when the caller may not use the bank. */
    Future<Void> requireActive(Caller caller) {
        return customers.statusOf(caller).compose(LedgerService::requireActive);
    }

    private static Future<Void> requireActive(CustomerStatus status) {
        return status == CustomerStatus.ACTIVE
                ? Future.succeededFuture()
                : Future.failedFuture(new Failure.Forbidden(
                        "customer-not-active", "This person is %s and cannot move money.".formatted(status.text())));
    }

    private void note(Posting posting, long startedNanos) {
        if (posting instanceof Posting.Posted posted) {
            Transaction transaction = posted.transaction();
            metrics.recorded(transaction, System.nanoTime() - startedNanos);
            LOG.atInfo()
                    .addKeyValue("userId", transaction.userId())
                    .addKeyValue("transactionId", transaction.id())
                    .addKeyValue("amount", transaction.amount().value())
                    .addKeyValue("status", transaction.status().text())
                    .log("Transaction created");
        }
    }

    static String correlationId() {
        return Correlation.current().map(CorrelationId::value).orElse("");
    }
}
