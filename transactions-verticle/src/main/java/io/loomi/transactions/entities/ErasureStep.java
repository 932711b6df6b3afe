package io.loomi.transactions.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * A step in the erasure of a customer.
 *
 * @param texts how many rows had text to remove
 * @param swept whether the sweep over the customer's rows is complete
 * @param failure why nothing was done; the step is repeated in a minute
 */
public record ErasureStep(UUID userId, int texts, boolean swept, Optional<String> failure) {}
