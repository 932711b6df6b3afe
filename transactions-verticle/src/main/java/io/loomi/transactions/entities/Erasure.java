package io.loomi.transactions.entities;

import java.time.Instant;
import java.util.UUID;

/**
 * That a person has left the bank and is to be forgotten.
 *
 * @param position in the list that customers keeps, upwards
 */
public record Erasure(long position, UUID userId, Instant erasedAt) {}
