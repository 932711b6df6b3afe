package io.loomi.transactions.entities;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sums and counts of a period.
 *
 * @param parts every day, week or month of the period, including those without transactions
 */
public record Summary(Period period, Grouping grouping, List<Part> parts) {

    /**
     * A day, week or month. A transaction counts in the part in which it was created.
     *
     * @param processing the total time of the completed transactions from creation to completion
     */
    public record Part(Instant start, Tally credits, Tally debits, long failed, long pending, Duration processing) {

        public static Part empty(Instant start) {
            return new Part(start, Tally.NOTHING, Tally.NOTHING, 0, 0, Duration.ZERO);
        }

        private long completed() {
            return credits.count() + debits.count();
        }
    }

    /** The number and the total amount of the completed transactions of one type. */
    public record Tally(long count, BigDecimal total) {
        static final Tally NOTHING = new Tally(0, new BigDecimal("0.00"));
    }

    /** The share of completed among completed and failed transactions; empty if there is none of either. */
    public Optional<Double> successRate() {
        long completed = completed();
        long ended = completed + parts.stream().mapToLong(Part::failed).sum();
        return ended == 0 ? Optional.empty() : Optional.of((double) completed / ended);
    }

    /** The mean time from creation to completion; empty if no transaction was completed. */
    public Optional<Duration> meanProcessing() {
        Duration all = parts.stream().map(Part::processing).reduce(Duration.ZERO, Duration::plus);
        return completed() == 0 ? Optional.empty() : Optional.of(all.dividedBy(completed()));
    }

    private long completed() {
        return parts.stream().mapToLong(Part::completed).sum();
    }
}
