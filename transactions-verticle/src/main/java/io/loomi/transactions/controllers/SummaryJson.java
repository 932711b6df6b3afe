package io.loomi.transactions.controllers;

import io.loomi.transactions.entities.Summary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A summary as the API shows it. */
record SummaryJson(
        Instant from,
        Instant to,
        String groupBy,
        List<Part> periods,
        @Nullable BigDecimal successRate,
        @Nullable BigDecimal meanProcessingMillis) {

    private static final int RATE_DECIMALS = 4;
    private static final int MILLIS_DECIMALS = 3;

    private record Part(Instant start, Tally credits, Tally debits, long failed, long pending) {
        private static Part of(Summary.Part part) {
            return new Part(
                    part.start(), Tally.of(part.credits()), Tally.of(part.debits()), part.failed(), part.pending());
        }
    }

    private record Tally(long count, BigDecimal total) {
        private static Tally of(Summary.Tally tally) {
            return new Tally(tally.count(), tally.total());
        }
    }

    static SummaryJson of(Summary summary) {
        return new SummaryJson(
                summary.period().from(),
                summary.period().to(),
                summary.grouping().text(),
                summary.parts().stream().map(Part::of).toList(),
                summary.successRate()
                        .map(rate -> BigDecimal.valueOf(rate).setScale(RATE_DECIMALS, RoundingMode.HALF_UP))
                        .orElse(null),
                summary.meanProcessing().map(SummaryJson::millis).orElse(null));
    }

    private static BigDecimal millis(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), MILLIS_DECIMALS * 2)
                .setScale(MILLIS_DECIMALS, RoundingMode.HALF_UP);
    }
}
