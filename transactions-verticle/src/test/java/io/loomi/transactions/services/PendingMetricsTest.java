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

/** How long people wait for what is pending. */
class PendingMetricsTest {

    private final MutableClock clock = new MutableClock();
    private final SimpleMeterRegistry figures = new SimpleMeterRegistry();
    private Future<Pending> seen = Future.succeededFuture(
            new Pending(0, Optional.empty(), Optional.empty(), DeferredSummary.NOTHING, clock.instant()));
    private final PendingMetrics watch = new PendingMetrics(() -> seen, clock, figures);

    @Test
    void saysNothingIsLateWhereNothingIsPending() {
        watch.look();

        assertThat(figure("loomi.pending")).isZero();
        assertThat(figure("loomi.pending.oldest")).isZero();
        assertThat(figure("loomi.pending.overdue")).isZero();
    }

    @Test
    void agesWithTheClockAndIsLateOnlyPastItsEnd() {
        seen = Future.succeededFuture(new Pending(
                3,
                Optional.of(clock.instant()),
                Optional.of(clock.instant().plusSeconds(60)),
                new DeferredSummary(2, Optional.of(clock.instant().minusSeconds(10))),
                clock.instant()));
        watch.look();
        clock.advance(Duration.ofSeconds(45));

        assertThat(figure("loomi.pending")).isEqualTo(3);
        assertThat(figure("loomi.pending.oldest")).isCloseTo(45, within(1.0));
        assertThat(figure("loomi.deferred")).isEqualTo(2);
        assertThat(figure("loomi.deferred.oldest")).isCloseTo(55, within(1.0));
        assertThat(figure("loomi.pending.overdue")).isZero();

        clock.advance(Duration.ofSeconds(45));
        assertThat(figure("loomi.pending.overdue")).isCloseTo(30, within(1.0));
    }

    @Test
    void agesByTheLedgersClockThoughTheOneHereIsAnHourAhead() {
        Instant ledger = clock.instant().minusSeconds(3600);
        seen = Future.succeededFuture(new Pending(
                1,
                Optional.of(ledger.minusSeconds(20)),
                Optional.of(ledger.minusSeconds(10)),
                DeferredSummary.NOTHING,
                ledger));
        watch.look();

        assertThat(figure("loomi.pending.oldest")).isCloseTo(20, within(1.0));
        assertThat(figure("loomi.pending.overdue")).isCloseTo(10, within(1.0));
    }

    @Test
    void keepsWhatItSawWhilePostgresqlCannotBeAsked() {
        seen = Future.succeededFuture(new Pending(
                3, Optional.of(clock.instant()), Optional.empty(), DeferredSummary.NOTHING, clock.instant()));
        watch.look();
        seen = Future.failedFuture("down");
        watch.look();

        assertThat(figure("loomi.pending")).isEqualTo(3);
    }

    private double figure(String name) {
        return figures.get(name).gauge().value();
    }
}
