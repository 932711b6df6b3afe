package io.loomi.transactions.entities;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a summary divides its period, in UTC; weeks begin on Monday. */
public enum Grouping {
    DAY,
    WEEK,
    MONTH;

    /** The name in the API, and the field of PostgreSQL's {@code date_trunc}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Grouping of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** The start of each part; the first part starts at or before the period. */
    public List<Instant> startsIn(Period period) {
        return Stream.iterate(startOf(period.from()), day -> instant(day).isBefore(period.to()), this::next)
                .map(Grouping::instant)
                .toList();
    }

    private LocalDate startOf(Instant instant) {
        LocalDate day = instant.atZone(ZoneOffset.UTC).toLocalDate();
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    private LocalDate next(LocalDate start) {
        return switch (this) {
            case DAY -> start.plusDays(1);
            case WEEK -> start.plusWeeks(1);
            case MONTH -> start.plusMonths(1);
        };
    }

    private static Instant instant(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
