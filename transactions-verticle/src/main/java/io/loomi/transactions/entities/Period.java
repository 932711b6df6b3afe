package io.loomi.transactions.entities;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a report is about.
 *
 * @param from inside
 * @param to outside
 */
public record Period(Instant from, Instant to) {

    /** In microseconds, as every time that the bank tells. */
    public Period {
        from = from.truncatedTo(ChronoUnit.MICROS);
        to = to.truncatedTo(ChronoUnit.MICROS);
    }

    /** Where the beginning is not said: from the beginning of the month that the period ends in. */
    public static Period of(Optional<Instant> from, Instant end) {
        return new Period(from.orElseGet(() -> monthOf(end)), end);
    }

    private static Instant monthOf(Instant end) {
        ZonedDateTime lastMoment = end.minusNanos(1).atZone(ZoneOffset.UTC);
        return lastMoment.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).toInstant();
    }

    public boolean isReversed() {
        return from.isAfter(to);
    }

    public boolean isLongerThan(Duration longest) {
        return Duration.between(from, to).compareTo(longest) > 0;
    }
}
