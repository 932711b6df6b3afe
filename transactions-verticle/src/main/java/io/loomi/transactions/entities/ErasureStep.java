package io.loomi.transactions.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * A step on the way of forgetting a person.
 *
 * @param texts how many rows had any
 * @param swept whether every row of theirs has been looked at
 * @param failure why nothing was done; it is done again in a minute
 */
public record ErasureStep(UUID userId, int texts, boolean swept, Optional<String> failure) {}
