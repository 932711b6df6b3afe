package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.tracing.Correlation;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.loomi.transactions.repositories.HistoryRepository;
import io.loomi.transactions.repositories.LedgerRepository;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Ends holds. A repeated request gets the answer of the first one. */
public final class HoldService {

    private final Eligibility eligibility;
    private final HistoryRepository history;
    private final LedgerRepository ledger;
    private final BusinessMetrics metrics;

    public HoldService(
            Eligibility eligibility, HistoryRepository history, LedgerRepository ledger, BusinessMetrics metrics) {
        this.metrics = metrics;
        this.eligibility = eligibility;
        this.history = history;
        this.ledger = ledger;
    }

    /**
     * Moves the held amount or a part of it, and releases the rest. Fails with NotFound, with a Conflict if the hold has ended or
     * expired, and with Refused if the amount exceeds the hold or if the recipient of a transfer cannot receive money now.
     *
     * @param amount the amount to capture; empty for all
     */
    public Future<Transaction> capture(Caller caller, UUID id, Optional<Money> amount) {
        return eligibility
                .requireActive(caller)
                .compose(_ -> history.find(caller.userId(), id))
                .compose(hold -> hold.map(this::requireRecipient).orElseGet(Future::succeededFuture))
                .compose(_ -> end(caller, id, HoldAction.CAPTURE, amount));
    }

    /** Checks only a pending transfer. The ledger itself declines everything else that cannot be captured. */
    private Future<Void> requireRecipient(Transaction hold) {
        return hold.transfer()
                .filter(_ -> hold.status() == TransactionStatus.PENDING)
                .map(transfer -> eligibility
                        .requireRecipient(hold.userId(), new Recipient.ById(transfer.counterpartyId()))
                        .<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
    }

    /** Releases the held money. Fails with NotFound, or with a Conflict if the hold has ended. */
    public Future<Transaction> voidHold(Caller caller, UUID id) {
        return end(caller, id, HoldAction.VOID, Optional.empty());
    }

    private Future<Transaction> end(Caller caller, UUID id, HoldAction action, Optional<Money> amount) {
        return ledger.endHold(caller.userId(), id, action, amount, Correlation.currentText())
                .onSuccess(ending -> metrics.countEnding(action, ending))
                .compose(LedgerFailures::requireEnded);
    }
}
