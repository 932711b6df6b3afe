package io.loomi.customers.entities;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which records are asked for.
 *
 * @param from inside
 * @param to outside
 */
public record AuditFilter(
        Optional<String> actor,
        Optional<UUID> subject,
        Optional<String> action,
        Optional<Instant> from,
        Optional<Instant> to) {}
