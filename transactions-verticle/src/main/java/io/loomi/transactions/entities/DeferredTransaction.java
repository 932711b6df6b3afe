package io.loomi.transactions.entities;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A transaction that was accepted while customers did not answer, and that is not resolved yet.
 *
 * @param userId the owner
 * @param recipient the recipient of a transfer; otherwise empty
 * @param external whether an external issuer signed the owner in: customers may not know the owner yet
 * @param leasedUntil the end of the lease; no two leases have the same end, so this also identifies the lease
 * @param attempts the number of failed attempts
 * @param correlationId of the request
 */
public record DeferredTransaction(
        UUID userId,
        UUID transactionId,
        Optional<Recipient> recipient,
        boolean external,
        Instant acceptedAt,
        Instant leasedUntil,
        int attempts,
        String correlationId) {}
