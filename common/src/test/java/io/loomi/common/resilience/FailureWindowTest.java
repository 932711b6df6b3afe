package io.loomi.common.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureWindowTest {

    private final FailureWindow window = new FailureWindow(Duration.ofSeconds(10));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private FailureWindow.Tally count(int successes, int failures) {
        FailureWindow.Tally tally = new FailureWindow.Tally(0, 0);
        for (int i = 0; i < successes; i++) {
            tally = window.count(false, now);
        }
        for (int i = 0; i < failures; i++) {
            tally = window.count(true, now);
        }
        return tally;
    }

    @Test
    void needsTenCallsOfWhichHalfFailed() {
        assertThat(count(0, 9).reaches(10, 0.5)).isFalse();
        assertThat(count(0, 1).reaches(10, 0.5)).isTrue();
        window.clear();
        assertThat(count(100, 99).reaches(10, 0.5)).isFalse();
        assertThat(count(0, 1).reaches(10, 0.5)).isTrue();
    }

    @Test
    void forgetsCallsThatAreTenSecondsOld() {
        count(0, 9);
        now = now.plusSeconds(9);
        assertThat(count(1, 0)).isEqualTo(new FailureWindow.Tally(10, 9));
        now = now.plusSeconds(1);
        assertThat(count(1, 0)).isEqualTo(new FailureWindow.Tally(2, 0));
    }
}
