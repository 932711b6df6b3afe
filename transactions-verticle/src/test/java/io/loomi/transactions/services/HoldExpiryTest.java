package io.loomi.transactions.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.common.testing.simulation.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Holds that cannot be ended do not block others. */
@Slow
class HoldExpiryTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final VirtualTime time = new VirtualTime(VERTX);
    private final DueHoldsDouble ledger = new DueHoldsDouble(time);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private void start() {
        time.run(() -> new HoldExpiry(VERTX, ledger, time, new BusinessMetrics(registry)).start());
    }

    private double failures() {
        return registry.get("loomi.holds.expiry.failures").counter().count();
    }

    @Test
    void endsHoldsBehindAnyNumberOfFailures() {
        ledger.addFailing(250, () -> Future.failedFuture("locked"));
        ledger.addGood(20);
        start();

        time.advance(Duration.ofMillis(1500));

        assertThat(ledger.ended()).isEqualTo(20);
        assertThat(failures()).isEqualTo(250);
    }

    @Test
    void endsHoldsBehindOneThatThrows() {
        ledger.addFailing(1, () -> {
            throw new IllegalStateException("thrown");
        });
        ledger.addGood(3);
        start();

        time.advance(Duration.ofSeconds(2));

        assertThat(ledger.ended()).isEqualTo(3);
    }

    @Test
    void backsOffAFailingHoldAndEndsItAfterRecovery() {
        ledger.addFailing(1, () -> Future.failedFuture("locked"));
        start();

        time.advance(Duration.ofMinutes(10));
        assertThat(failures())
                .as("after 1, 2, 4, 8, 16 and 32 s, then each minute")
                .isBetween(12.0, 16.0);

        ledger.repair();
        time.advance(Duration.ofSeconds(90));
        assertThat(ledger.ended()).isEqualTo(1);
    }

    @Test
    void continuesInTheNextRun() {
        ledger.addFailing(3 * HoldExpiry.MAX_HOLDS_PER_RUN, () -> Future.failedFuture("locked"));
        ledger.addGood(1);
        start();

        assertThat(time.advanceUntil(() -> ledger.ended() == 1, Duration.ofMinutes(1)))
                .isTrue();
    }

    @Test
    void continuesAfterAFailedRead() {
        ledger.addGood(1);
        ledger.setUnavailable(true);
        start();
        time.advance(Duration.ofSeconds(5));

        ledger.setUnavailable(false);
        time.advance(Duration.ofSeconds(2));

        assertThat(ledger.ended()).isEqualTo(1);
    }
}
