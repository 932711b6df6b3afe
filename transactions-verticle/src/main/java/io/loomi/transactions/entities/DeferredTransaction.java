package io.loomi.transactions.entities;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is left to do for a transaction that was accepted although somebody could not be checked.
 *
 * @param userId whose transaction it is
 * @param recipient who receives it, where it is a transfer
 * @param external whether the person signs in elsewhere: customers may not have met them yet
 * @param leasedUntil until when nobody else takes it; whoever has taken it after that has another
 * @param attempts how often it was tried in vain
 * @param correlationId of the request that asked for it
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
