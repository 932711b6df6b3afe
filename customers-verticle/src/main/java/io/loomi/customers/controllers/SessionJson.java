package io.loomi.customers.controllers;

import io.loomi.customers.entities.Session;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session in the API.
 *
 * @param current whether this is the session of the request
 */
record SessionJson(
        String id,
        Instant createdAt,
        Instant lastUsedAt,
        @Nullable String userAgent,
        String address,
        boolean current) {

    static SessionJson of(Session session, Optional<UUID> current) {
        return new SessionJson(
                session.id().toString(),
                session.createdAt(),
                session.lastUsedAt(),
                session.origin().userAgent().orElse(null),
                session.origin().address(),
                current.filter(session.id()::equals).isPresent());
    }
}
