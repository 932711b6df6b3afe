package io.loomi.common.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.testing.MutableClock;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The breaker opens in the context of some request, and its pause ends there, long after that request's deadline. */
class ProbeTest {

    private final Vertx vertx = Vertx.vertx();
    private final MutableClock clock = new MutableClock();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void hasItsOwnDeadlineAndCorrelation() {
        Promise<Probe> made = Promise.promise();
        Promise<String> asked = Promise.promise();
        vertx.runOnContext(_ -> {
            made.complete(new Probe(
                    vertx,
                    () -> {
                        Duration left = Deadline.current().orElseThrow().left();
                        asked.complete("in time: %s, under another correlation: %s"
                                .formatted(
                                        left.compareTo(Duration.ofSeconds(1)) > 0,
                                        !Correlation.currentText().equals("of-a-request")));
                        return Future.succeededFuture();
                    },
                    clock));
        });
        Probe probe = made.future().await();
        Promise<Object> answer = Promise.promise();

        vertx.runOnContext(_ -> {
            Correlation.bind(CorrelationId.from("of-a-request", null));
            Deadline.bind(Deadline.in(Duration.ZERO, clock));
            probe.get().onComplete(result -> answer.complete(result.succeeded()));
        });

        assertThat(asked.future().await()).isEqualTo("in time: true, under another correlation: true");
        assertThat(answer.future().await()).isEqualTo(true);
    }

    @Test
    void failsIfTheCallFails() {
        Probe probe = new Probe(vertx, () -> Future.failedFuture(new Unreachable("status 503")), clock);

        assertThatThrownBy(() -> probe.get().await()).isInstanceOf(Unreachable.class);
    }
}
