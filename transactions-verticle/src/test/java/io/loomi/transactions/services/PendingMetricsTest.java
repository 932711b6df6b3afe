package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loomi.common.testing.MutableClock;
import io.loomi.transactions.repositories.PendingRepository.DeferredSummary;
import io.loomi.transactions.repositories.PendingRepository.Pending;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The age of pending transactions. */
class PendingMetricsTest {

    private final MutableClock clock = new MutableClock();
    private final SimpleMeterRegistry figures = new SimpleMeterRegistry();
    private Future<Pending> seen = Future.succeededFuture(
            new Pending(0, Optional.empty(), Optional.empty(), DeferredSummary.NOTHING, clock.instant()));
    private final PendingMetrics metrics = new PendingMetrics(() -> seen, clock, figures);

    @Test
    void isZeroWhenNothingIsPending() {
        metrics.read();

        assertThat(figure("loomi.pending.transactions")).isZero();
        assertThat(figure("loomi.pending.oldest")).isZero();
        assertThat(figure("loomi.holds.expiry.delay")).isZero();
    }

    @Test
    void agesWithTheClockAndIsOverdueOnlyAfterExpiry() {
        seen = Future.succeededFuture(new Pending(
                3,
                Optional.of(clock.instant()),
                Optional.of(clock.instant().plusSeconds(60)),
                new DeferredSummary(2, Optional.of(clock.instant().minusSeconds(10))),
                clock.instant()));
        metrics.read();
        clock.advance(Duration.ofSeconds(45));

        assertThat(figure("loomi.pending.transactions")).isEqualTo(3);
        assertThat(figure("loomi.pending.oldest")).isCloseTo(45, within(1.0));
        assertThat(figure("loomi.deferred.transactions")).isEqualTo(2);
        assertThat(figure("loomi.deferred.oldest")).isCloseTo(55, within(1.0));
        assertThat(figure("loomi.holds.expiry.delay")).isZero();

        clock.advance(Duration.ofSeconds(45));
        assertThat(figure("loomi.holds.expiry.delay")).isCloseTo(30, within(1.0));
    }

    @Test
    void agesByTheLedgersClock() {
        Instant ledger = clock.instant().minusSeconds(3600);
        seen = Future.succeededFuture(new Pending(
                1,
                Optional.of(ledger.minusSeconds(20)),
                Optional.of(ledger.minusSeconds(10)),
                DeferredSummary.NOTHING,
                ledger));
        metrics.read();

        assertThat(figure("loomi.pending.oldest")).isCloseTo(20, within(1.0));
        assertThat(figure("loomi.holds.expiry.delay")).isCloseTo(10, within(1.0));
    }

    @Test
    void keepsTheLastValuesWhilePostgresqlIsDown() {
        seen = Future.succeededFuture(new Pending(
                3, Optional.of(clock.instant()), Optional.empty(), DeferredSummary.NOTHING, clock.instant()));
        metrics.read();
        seen = Future.failedFuture("down");
        metrics.read();

        assertThat(figure("loomi.pending.transactions")).isEqualTo(3);
    }

    private double figure(String name) {
        return figures.get(name).gauge().value();
    }
}
