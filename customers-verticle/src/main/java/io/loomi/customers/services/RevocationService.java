package io.loomi.customers.services;

import io.loomi.common.pages.Page;
import io.loomi.common.pages.PageRequest;
import io.loomi.common.revocations.Revocation;
import io.loomi.customers.repositories.RevocationRepository;
import io.loomi.customers.repositories.RevocationRepository.Position;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;

/** Lists revocations for other services. */
public final class RevocationService {

    private static final String SEPARATOR = "/";

    /** The latest time that the database can compare. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final RevocationRepository revocations;

    public RevocationService(RevocationRepository revocations) {
        this.revocations = revocations;
    }

    /** @param next the time from which the next reading continues, after the last page */
    public record Reading(Page<Revocation> page, Instant next) {}

    /** Returns revocations, oldest first. The next reading includes revocations that commit after this one. */
    public Future<Reading> read(PageRequest request) {
        return revocations
                .read(
                        request.value("since", RevocationService::time),
                        request.after().map(RevocationService::position),
                        request.limit() + 1)
                .map(reading -> new Reading(
                        Page.of(reading.revocations(), request, last -> last.at() + SEPARATOR + last.id()),
                        reading.next()));
    }

    private static Instant time(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw new IllegalArgumentException("must be a time between 1970 and 9999");
            }
            return time;
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("must be a time such as 2026-01-31T12:00:00Z", malformed);
        }
    }

    private static Position position(String text) {
        try {
            String[] parts = text.split(SEPARATOR, 2);
            return new Position(time(parts[0]), UUID.fromString(parts[1]));
        } catch (RuntimeException malformed) {
            throw PageRequest.invalidCursor();
        }
    }
}
