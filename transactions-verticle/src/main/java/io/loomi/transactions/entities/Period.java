package io.loomi.transactions.entities;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The period of a report.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Period(Instant from, Instant to) {

    /** Truncates to microseconds, the precision of all times in the API. */
    public Period {
        from = from.truncatedTo(ChronoUnit.MICROS);
        to = to.truncatedTo(ChronoUnit.MICROS);
    }

    /** By default, a period starts with the month in which it ends. */
    public static Period of(Optional<Instant> from, Instant end) {
        return new Period(from.orElseGet(() -> monthOf(end)), end);
    }

    private static Instant monthOf(Instant end) {
        ZonedDateTime lastMoment = end.minusNanos(1).atZone(ZoneOffset.UTC);
        return lastMoment.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).toInstant();
    }

    public boolean endsBeforeStart() {
        return from.isAfter(to);
    }

    public boolean isLongerThan(Duration max) {
        return Duration.between(from, to).compareTo(max) > 0;
    }
}
