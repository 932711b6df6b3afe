package io.loomi.customers.entities;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Selects audit records. An empty filter selects all.
 *
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 */
public record AuditFilter(
        Optional<String> actor,
        Optional<UUID> subject,
        Optional<String> action,
        Optional<Instant> from,
        Optional<Instant> to) {}
