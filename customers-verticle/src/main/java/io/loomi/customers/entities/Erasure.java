package io.loomi.customers.entities;

import java.time.Instant;
import java.util.UUID;

/**
 * The erasure of a customer.
 *
 * @param position increases in commit order, with gaps
 */
public record Erasure(long position, UUID userId, Instant erasedAt) {}
