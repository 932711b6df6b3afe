package io.loomi.customers.entities;

import java.time.Instant;

/**
 * That a person signs in at another issuer.
 *
 * @param subject who they are there
 * @param createdAt when they were first seen here
 */
public record Identity(String issuer, String subject, Instant createdAt) {}
