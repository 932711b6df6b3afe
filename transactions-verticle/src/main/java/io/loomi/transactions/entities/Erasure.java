package io.loomi.transactions.entities;

import java.time.Instant;
import java.util.UUID;

/**
 * A deleted customer whose personal data must be removed.
 *
 * @param position in the list of customers, ascending
 */
public record Erasure(long position, UUID userId, Instant erasedAt) {}
