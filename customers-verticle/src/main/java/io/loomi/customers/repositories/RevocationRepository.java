package io.loomi.customers.repositories;

import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The revocations. The change that causes one records it in the same commit. */
public interface RevocationRepository {

    /**
     * Longer than any statement may take. So the next reading includes revocations that were recorded before a reading
     * but committed after it.
     */
    Duration OVERLAP = Duration.ofSeconds(15);

    /** Where a page ended. */
    record Position(Instant at, UUID id) {}

    /** @param next where to continue after the last page: {@link #OVERLAP} before this reading */
    record Reading(List<Revocation> revocations, Instant next) {}

    /** Returns revocations that have not expired, oldest first. */
    Future<Reading> read(Optional<Instant> since, Optional<Position> after, int limit);

    /**
     * Whether a token of the customer that was issued at this time is revoked: the customer is not active, or was
     * revoked since.
     */
    Future<Boolean> isRevoked(UUID userId, Instant issuedAt);
}
