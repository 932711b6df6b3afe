package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.repositories.LedgerRepository;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Ends holds. Asking again for the very same end is answered as the first time. */
public final class HoldService {

    private final LedgerService people;
    private final LedgerRepository ledger;

    public HoldService(LedgerService people, LedgerRepository ledger) {
        this.people = people;
        this.ledger = ledger;
    }

    /**
     * Moves what was held and releases the rest. Fails with NotFound, with a Conflict when the hold has ended or expired,
     * and with Refused when the amount is more than what is held.
     *
     * @param amount how much, empty for all of it
     */
    public Future<Transaction> capture(Caller caller, UUID id, Optional<Money> amount) {
        return people.requireActive(caller).compose(_ -> end(caller, id, HoldAction.CAPTURE, amount));
    }

    /** Releases what was held. Fails with NotFound, or with a Conflict when the hold has ended. */
    public Future<Transaction> release(Caller caller, UUID id) {
        return end(caller, id, HoldAction.VOID, Optional.empty());
    }

    private Future<Transaction> end(Caller caller, UUID id, HoldAction action, Optional<Money> amount) {
        return ledger.endHold(caller.userId(), id, action, amount, LedgerService.correlationId())
                .compose(Declines::orSucceed);
    }
}
