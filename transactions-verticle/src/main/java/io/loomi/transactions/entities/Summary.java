package io.loomi.transactions.entities;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a period.
 *
 * @param parts each day, week or month of it, also those in which nothing happened
 */
public record Summary(Period period, Grouping grouping, List<Part> parts) {

    /**
     * A day, week or month, by when its transactions were asked for.
     *
     * @param processing how long the completed ones took in all, from when they were asked for until they were completed
     */
    public record Part(Instant start, Tally credits, Tally debits, long failed, long pending, Duration processing) {

        public static Part empty(Instant start) {
            return new Part(start, Tally.NOTHING, Tally.NOTHING, 0, 0, Duration.ZERO);
        }

        private long completed() {
            return credits.count() + debits.count();
        }
    }

    /** Completed transactions of one type, and what they moved in all. */
    public record Tally(long count, BigDecimal total) {
        static final Tally NOTHING = new Tally(0, new BigDecimal("0.00"));
    }

    /** The part of those that ended in being completed or failed that were completed; empty when none has ended. */
    public Optional<Double> successRate() {
        long completed = completed();
        long ended = completed + parts.stream().mapToLong(Part::failed).sum();
        return ended == 0 ? Optional.empty() : Optional.of((double) completed / ended);
    }

    /** Empty when none was completed. */
    public Optional<Duration> meanProcessing() {
        Duration all = parts.stream().map(Part::processing).reduce(Duration.ZERO, Duration::plus);
        return completed() == 0 ? Optional.empty() : Optional.of(all.dividedBy(completed()));
    }

    private long completed() {
        return parts.stream().mapToLong(Part::completed).sum();
    }
}
