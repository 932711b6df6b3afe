package io.loomi.transactions.entities;

import java.util.UUID;

/**
 * A step on the way of forgetting a person.
 *
 * @param texts how many rows had any
 * @param swept whether every row of theirs has been looked at
 */
public record ErasedTexts(UUID userId, int texts, boolean swept) {}
