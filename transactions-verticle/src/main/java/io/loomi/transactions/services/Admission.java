package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.RevocationCheck;
import io.loomi.common.errors.Failure;
import io.loomi.common.revocations.Revocations;
import io.loomi.transactions.clients.CachedCustomers;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;

/**
 * Who is let in with a token that is good by itself: whoever was not put out. The revocation of a person is known for a day, which
 * is far longer than a token of this bank lives. Another issuer may go on giving tokens to somebody who was suspended here or has
 * left, so of people who sign in elsewhere the status is asked too.
 */
public final class Admission implements RevocationCheck {

    private final Revocations revocations;
    private final CachedCustomers customers;

    public Admission(Revocations revocations, CachedCustomers customers) {
        this.revocations = revocations;
        this.customers = customers;
    }

    @Override
    public Future<Boolean> isRevoked(Caller caller) {
        Future<Boolean> revoked = revocations.isRevoked(caller);
        return caller.external().isEmpty()
                ? revoked
                : revoked.compose(out -> out ? Future.succeededFuture(true) : isKnownAsInactive(caller));
    }

    /**
     * Of whom nothing is known while customers does not answer is let in: to read, as moving money asks for more. Customers takes
     * no token of somebody whom it has put out.
     */
    private Future<Boolean> isKnownAsInactive(Caller caller) {
        return customers
                .known(caller)
                .map(status ->
                        status.filter(known -> known != CustomerStatus.ACTIVE).isPresent())
                .recover(failure -> failure instanceof Failure.Unauthenticated
                        ? Future.succeededFuture(true)
                        : Future.failedFuture(failure));
    }
}
