package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.RevocationCheck;
import io.loomi.common.errors.Failure;
import io.loomi.common.revocations.Revocations;
import io.loomi.transactions.clients.CachedCustomers;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;

/**
 * Checks whether a valid token was revoked. Revocations outlive the access tokens of this bank. An external issuer may issue new
 * tokens to a customer who is suspended or deleted here, so the status of external callers is checked too.
 */
public final class CachedRevocationCheck implements RevocationCheck {

    private final Revocations revocations;
    private final CachedCustomers customers;

    public CachedRevocationCheck(Revocations revocations, CachedCustomers customers) {
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
     * Unknown callers may read during an outage of customers; moving money needs a known status. Customers rejects the token of
     * a customer whom it has locked out, so Unauthenticated counts as inactive.
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
