package io.loomi.customers.entities;

import java.time.Instant;

/**
 * The identity of a customer at an external issuer.
 *
 * @param subject the customer's id at that issuer
 * @param createdAt when the customer first used this bank
 */
public record Identity(String issuer, String subject, Instant createdAt) {}
