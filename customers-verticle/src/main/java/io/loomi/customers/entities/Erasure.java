package io.loomi.customers.entities;

import java.time.Instant;
import java.util.UUID;

/**
 * That a person has been erased.
 *
 * @param position counts upwards in the order of the commits, with gaps
 */
public record Erasure(long position, UUID userId, Instant erasedAt) {}
