package io.loomi.common.values;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Parses a time that a request contains: an RFC 3339 date-time, or a date, which means its first instant in UTC. */
public final class Timestamp {

    private static final int DATE_LENGTH = 10;

    // The range of ISO 8601 with a year of four digits; PostgreSQL's timestamptz has a wider one.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Timestamp() {}

    /** @throws IllegalArgumentException if the text is neither, or outside of the years 1 to 9999 */
    public static Instant parse(String text) {
        try {
            Instant instant = text.length() == DATE_LENGTH
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
                throw new IllegalArgumentException("must be a time in the years 1 to 9999");
            }
            return instant;
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "must be a date such as 2026-01-31 or an instant such as 2026-01-31T12:00:00Z", malformed);
        }
    }
}
