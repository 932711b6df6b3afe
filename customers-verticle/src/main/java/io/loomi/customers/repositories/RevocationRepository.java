package io.loomi.customers.repositories;

import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The record of who was put out, written by what puts them out. */
public interface RevocationRepository {

    /** Longer than any statement may take: what was recorded before it and committed after a reading is read by the next. */
    Duration OVERLAP = Duration.ofSeconds(15);

    /** Where a page has ended. */
    record Position(Instant at, UUID id) {}

    /** @param next the time to read on from, once every page has been read: {@link #OVERLAP} before this reading */
    record Reading(List<Revocation> revocations, Instant next) {}

    /** Those that have not expired, the oldest first. */
    Future<Reading> read(Optional<Instant> since, Optional<Position> after, int limit);

    /** Whether the person may not use the bank, or was put out when a token was issued already. */
    Future<Boolean> isPutOut(UUID userId, Instant issuedAt);
}
